# One service on Fargate.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/certfleet-issuer-execution" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/certfleet-issuer:1" }
  }
  mock_resource "aws_appautoscaling_policy" {
    defaults = { arn = "arn:aws:autoscaling:eu-central-1:111122223333:scalingPolicy:1:resource/ecs/service/certfleet/certfleet-issuer:policyName/scaling" }
  }
}

variables {
  name                 = "certfleet-issuer"
  cluster              = { arn = "arn:aws:ecs:eu-central-1:111122223333:cluster/certfleet", name = "certfleet" }
  image_uri            = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/certfleet/issuer:1"
  packaging            = "native"
  architecture         = "arm64"
  role_arn             = "arn:aws:iam::111122223333:role/certfleet-issuer"
  permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
  environment          = { CERTFLEET_OWNER = "root", AWS_REGION = "eu-central-1" }
  log_group            = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/certfleet-issuer", name = "/ecs/certfleet-issuer" }
  subnet_ids           = ["subnet-1", "subnet-2"]
  security_group_ids   = ["sg-1"]
  assign_public_ip     = false
  queue_names          = { issue = "certfleet-issue", csr = "certfleet-csr" }
  tasks                = { minimum = 1, maximum = 3, backlog = 500 }
}

run "a_task_has_the_services_role_and_its_health_is_asked_for" {
  module {
    source = "./modules/container"
  }

  assert {
    condition     = aws_ecs_task_definition.service.task_role_arn == var.role_arn && aws_ecs_task_definition.service.execution_role_arn != var.role_arn
    error_message = "The service would run with the role that starts it."
  }

  assert {
    condition     = aws_ecs_task_definition.service.runtime_platform[0].cpu_architecture == "ARM64" && aws_ecs_task_definition.service.memory == "512"
    error_message = "It is a task for ${aws_ecs_task_definition.service.runtime_platform[0].cpu_architecture}."
  }

  assert {
    condition     = strcontains(jsondecode(aws_ecs_task_definition.service.container_definitions)[0].healthCheck.command[3], "GET /q/health ")
    error_message = "Nobody asks for its health."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].environment == [{ name = "AWS_REGION", value = "eu-central-1" }, { name = "CERTFLEET_OWNER", value = "root" }]
    error_message = "It is told ${aws_ecs_task_definition.service.container_definitions}"
  }

  assert {
    condition     = aws_ecs_service.service.network_configuration[0].subnets == toset(["subnet-1", "subnet-2"]) && aws_ecs_service.service.network_configuration[0].security_groups == toset(["sg-1"]) && !aws_ecs_service.service.network_configuration[0].assign_public_ip
    error_message = "It stands elsewhere."
  }
}

run "the_jvm_gets_a_larger_task_on_x86_64" {
  module {
    source = "./modules/container"
  }

  variables {
    packaging    = "jvm"
    architecture = "x86_64"
  }

  assert {
    condition     = aws_ecs_task_definition.service.runtime_platform[0].cpu_architecture == "X86_64" && aws_ecs_task_definition.service.memory == "1024" && aws_ecs_task_definition.service.cpu == "512"
    error_message = "It is a task for ${aws_ecs_task_definition.service.runtime_platform[0].cpu_architecture}."
  }
}

run "the_backlog_of_all_its_queues_scales_it" {
  module {
    source = "./modules/container"
  }

  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.scaling :
      toset(flatten([for query in alarm.metric_query : [for metric in query.metric : metric.dimensions["QueueName"]]])) == toset(["certfleet-issue", "certfleet-csr"])
    ])
    error_message = "It is scaled by other queues than it reads."
  }

  assert {
    condition     = one(aws_appautoscaling_policy.service["backlog"].step_scaling_policy_configuration[0].step_adjustment[*].scaling_adjustment) == 1 && one(aws_appautoscaling_policy.service["no-backlog"].step_scaling_policy_configuration[0].step_adjustment[*].scaling_adjustment) == -1
    error_message = "A backlog takes a task away, or none adds one."
  }

  assert {
    condition     = aws_appautoscaling_target.service.min_capacity == 1 && aws_appautoscaling_target.service.max_capacity == 3 && aws_appautoscaling_target.service.resource_id == "service/certfleet/certfleet-issuer"
    error_message = "It scales ${aws_appautoscaling_target.service.resource_id}."
  }
}

run "the_role_that_starts_it_stays_within_the_boundary_and_pulls_this_image_only" {
  module {
    source = "./modules/container"
  }

  assert {
    condition     = aws_iam_role.execution.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary"
    error_message = "Its boundary is ${jsonencode(aws_iam_role.execution.permissions_boundary)}."
  }

  assert {
    condition     = jsondecode(aws_iam_role.execution.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "111122223333"
    error_message = "Another account's task could start with it: ${aws_iam_role.execution.assume_role_policy}"
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : statement.Resource if statement.Sid == "OwnImage"] == ["arn:aws:ecr:eu-central-1:111122223333:repository/certfleet/issuer"]
    error_message = "It pulls ${aws_iam_role_policy.execution.policy}"
  }
}

run "an_image_of_another_registry_needs_no_right_to_pull" {
  module {
    source = "./modules/container"
  }

  variables {
    image_uri = "ghcr.io/example/issuer:1"
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : statement.Sid] == ["OwnLog"]
    error_message = "It pulls ${aws_iam_role_policy.execution.policy}"
  }
}
