output "name" {
  description = "The ECS service's name, which its metrics carry."
  value       = aws_ecs_service.service.name
}

# So that a test of the whole sees what each service was given.
output "wiring" {
  description = "What runs, as whom, with which settings, scaled by which queues, where it logs, and what bounds the role that starts it, as the resources have it."
  value = {
    name                 = aws_ecs_service.service.name
    cluster_arn          = aws_ecs_service.service.cluster
    image_uri            = local.container.image
    role_arn             = aws_ecs_task_definition.service.task_role_arn
    permissions_boundary = aws_iam_role.execution.permissions_boundary
    environment          = { for setting in local.container.environment : setting.name => setting.value }
    log_group            = local.container.logConfiguration.options["awslogs-group"]
    queue_names = toset(flatten([
      for alarm in aws_cloudwatch_metric_alarm.scaling : [
        for query in alarm.metric_query : [for metric in query.metric : metric.dimensions["QueueName"]]
      ]
    ]))
  }
}

locals {
  container = jsondecode(aws_ecs_task_definition.service.container_definitions)[0]
}
