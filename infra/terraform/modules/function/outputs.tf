output "name" {
  description = "The function's name, which its metrics carry."
  value       = aws_lambda_function.service.function_name
}

# So that a test of the whole sees what each service was given.
output "wiring" {
  description = "What runs, as whom, how long, with which settings, on which queues, and where it logs, as the resources have it."
  value = {
    name            = aws_lambda_function.service.function_name
    zip             = aws_lambda_function.service.filename
    role_arn        = aws_lambda_function.service.role
    timeout_seconds = aws_lambda_function.service.timeout
    environment     = aws_lambda_function.service.environment[0].variables
    log_group       = one(aws_lambda_function.service.logging_config[*].log_group)
    queues = {
      for queue, mapping in aws_lambda_event_source_mapping.queue : queue => {
        arn                 = mapping.event_source_arn
        batch_size          = mapping.batch_size
        window_seconds      = mapping.maximum_batching_window_in_seconds
        maximum_concurrency = mapping.scaling_config[0].maximum_concurrency
      }
    }
  }
}
