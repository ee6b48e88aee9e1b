output "name" {
  description = "The ECS service's name, which its metrics carry."
  value       = aws_ecs_service.service.name
}
