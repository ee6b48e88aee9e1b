# One service on ECS Fargate: the task, its service, and as many tasks as its queues' backlog needs.

locals {
  # Not by data sources: a module that depends on others would read them late, and plan to replace what needs them.
  partition = split(":", var.log_group.arn)[1]
  region    = split(":", var.log_group.arn)[3]
  account   = split(":", var.log_group.arn)[4]

  # Fargate's smallest sizes that hold what runs (ECS developer guide, "Task CPU and memory").
  size = {
    native = { cpu = 256, memory = 512 }
    jvm    = { cpu = 512, memory = 1024 }
  }[var.packaging]
}

resource "aws_ecs_task_definition" "service" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = local.size.cpu
  memory                   = local.size.memory
  task_role_arn            = var.role_arn
  execution_role_arn       = aws_iam_role.execution.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = upper(var.architecture)
  }

  container_definitions = jsonencode([{
    name        = "service"
    image       = var.image_uri
    essential   = true
    environment = [for name in sort(keys(var.environment)) : { name = name, value = var.environment[name] }]
    healthCheck = {
      # bash alone: the image has no curl.
      command     = ["CMD", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /q/health HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
      interval    = 30
      timeout     = 5
      retries     = 3
      startPeriod = 60
    }
    # On SIGTERM it finishes what it holds; what it does not finish in time is redelivered.
    stopTimeout = 60
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = var.log_group.name
        "awslogs-region"        = local.region
        "awslogs-stream-prefix" = "ecs"
      }
    }
  }])
}

resource "aws_ecs_service" "service" {
  name            = var.name
  cluster         = var.cluster.arn
  task_definition = aws_ecs_task_definition.service.arn
  launch_type     = "FARGATE"
  desired_count   = var.tasks.minimum
  propagate_tags  = "SERVICE"

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = var.security_group_ids
    assign_public_ip = var.assign_public_ip
  }

  # Two versions may read one queue side by side: what services send each other bears its version.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  lifecycle {
    # The scaling's from then on.
    ignore_changes = [desired_count]
  }

  # The first tasks pull their image with it.
  depends_on = [aws_iam_role_policy.execution]
}
