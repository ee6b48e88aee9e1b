output "name" {
  description = "The function's name, which its metrics carry."
  value       = aws_lambda_function.service.function_name
}
