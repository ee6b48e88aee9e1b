# Messages that wait in the service's queues, all together, decide how many tasks there are.

locals {
  directions = {
    "backlog" = {
      description = "More messages wait for ${var.name} than its tasks should have before them: a task is added."
      comparison  = "GreaterThanThreshold"
      threshold   = var.tasks.backlog
      minutes     = 2
      # SQS reports nothing of a queue that is idle for 6 hours (SQS developer guide, "Available CloudWatch metrics").
      missing = "notBreaching"
    }
    "no-backlog" = {
      description = "Next to nothing waits for ${var.name}: a task is taken away, down to the minimum."
      comparison  = "LessThanThreshold"
      threshold   = var.tasks.backlog / 10
      minutes     = 15
      missing     = "breaching"
    }
  }
}

resource "aws_appautoscaling_target" "service" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.service.name}"
  min_capacity       = var.tasks.minimum
  max_capacity       = var.tasks.maximum
}

resource "aws_appautoscaling_policy" "service" {
  for_each = local.directions

  name               = "${var.name}-${each.key}"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.service.service_namespace
  scalable_dimension = aws_appautoscaling_target.service.scalable_dimension
  resource_id        = aws_appautoscaling_target.service.resource_id

  step_scaling_policy_configuration {
    adjustment_type = "ChangeInCapacity"
    cooldown        = 120

    step_adjustment {
      scaling_adjustment          = each.key == "backlog" ? 1 : -1
      metric_interval_lower_bound = each.key == "backlog" ? "0" : null
      metric_interval_upper_bound = each.key == "backlog" ? null : "0"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "scaling" {
  for_each = local.directions

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  evaluation_periods  = each.value.minutes
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_appautoscaling_policy.service[each.key].arn]

  metric_query {
    id          = "waiting"
    expression  = "SUM(METRICS())"
    label       = "messages that wait"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = var.queue_names
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/SQS"
        metric_name = "ApproximateNumberOfMessagesVisible"
        dimensions  = { QueueName = metric_query.value }
        stat        = "Maximum"
        period      = 60
      }
    }
  }
}
