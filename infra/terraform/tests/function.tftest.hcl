# One function, in both packagings and on both architectures.

mock_provider "aws" {
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:111122223333:function:certfleet-issuer:live" }
  }
}

variables {
  name            = "certfleet-issuer"
  description     = "Issues."
  role_arn        = "arn:aws:iam::111122223333:role/certfleet-issuer"
  zip             = "tests/artifacts/issuer/target/function.zip"
  packaging       = "native"
  architecture    = "arm64"
  timeout_seconds = 55
  environment     = { CERTFLEET_OWNER = "root" }
  log_group       = "/aws/lambda/certfleet-issuer"
  queues = {
    issue = { arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-issue", batch_size = 50, window_seconds = 10, maximum_concurrency = 2 }
    csr   = { arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-csr", batch_size = 50, window_seconds = 5, maximum_concurrency = 3 }
  }
}

run "native_runs_on_the_os_only_runtime_without_snapstart" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_function.service.runtime == "provided.al2023" && aws_lambda_function.service.handler == "bootstrap" && length(aws_lambda_function.service.snap_start) == 0
    error_message = "It runs on ${aws_lambda_function.service.runtime}."
  }

  assert {
    condition     = aws_lambda_function.service.environment[0].variables == tomap({ CERTFLEET_OWNER = "root", DISABLE_SIGNAL_HANDLERS = "true" })
    error_message = "It is told ${jsonencode(aws_lambda_function.service.environment[0].variables)}"
  }

  assert {
    condition     = aws_lambda_function.service.architectures == tolist(["arm64"])
    error_message = "It runs on ${jsonencode(aws_lambda_function.service.architectures)}."
  }

  assert {
    condition     = aws_lambda_function.service.timeout == 55 && aws_lambda_function.service.logging_config[0].log_format == "Text" && aws_lambda_function.service.logging_config[0].log_group == "/aws/lambda/certfleet-issuer"
    error_message = "Time-out or log is another."
  }
}

run "jvm_is_java_25_unless_a_test_says_otherwise" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = local.packaging.jvm.runtime == "java25"
    error_message = "The classes are Java 25's, and would run on ${local.packaging.jvm.runtime}."
  }
}

run "jvm_starts_from_a_snapshot_of_its_version" {
  module {
    source = "./modules/function"
  }

  variables {
    zip          = "tests/artifacts/any/target/function.zip"
    packaging    = "jvm"
    jvm_runtime  = "java21"
    architecture = "x86_64"
  }

  assert {
    condition     = aws_lambda_function.service.runtime == "java21" && aws_lambda_function.service.handler == "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"
    error_message = "It runs on ${aws_lambda_function.service.runtime} with ${aws_lambda_function.service.handler}."
  }

  assert {
    condition     = aws_lambda_function.service.snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.service.publish
    error_message = "Without a published version there is no snapshot."
  }

  assert {
    condition     = aws_lambda_function.service.architectures == tolist(["x86_64"])
    error_message = "It runs on ${jsonencode(aws_lambda_function.service.architectures)}."
  }

  assert {
    condition = aws_lambda_function.service.environment[0].variables["JAVA_TOOL_OPTIONS"] == "--add-opens=java.base/java.lang=ALL-UNNAMED"
    # apply-check starts a JVM with it.
    error_message = "The JVM is told ${jsonencode(aws_lambda_function.service.environment[0].variables)}"
  }
}

run "lambda_does_not_take_a_long_sweep_for_a_loop" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_function_recursion_config.service[0].function_name == "certfleet-issuer" && aws_lambda_function_recursion_config.service[0].recursive_loop == "Allow"
    error_message = "Lambda stops the function after some 16 rounds of one chain of messages."
  }
}

run "queues_invoke_the_alias_in_batches_of_which_only_failures_come_back" {
  module {
    source = "./modules/function"
  }

  assert {
    # An unqualified name would be the version that has no snapshot.
    condition     = alltrue([for mapping in aws_lambda_event_source_mapping.queue : mapping.function_name == aws_lambda_alias.live.arn])
    error_message = "Queues invoke ${jsonencode([for mapping in aws_lambda_event_source_mapping.queue : mapping.function_name])}"
  }

  assert {
    condition     = alltrue([for mapping in aws_lambda_event_source_mapping.queue : mapping.function_response_types == toset(["ReportBatchItemFailures"])])
    error_message = "A message that succeeded would come back with one that failed."
  }

  assert {
    condition = alltrue([
      for name, mapping in aws_lambda_event_source_mapping.queue :
      mapping.event_source_arn == var.queues[name].arn
      && mapping.batch_size == var.queues[name].batch_size
      && mapping.maximum_batching_window_in_seconds == var.queues[name].window_seconds
      && mapping.scaling_config[0].maximum_concurrency == var.queues[name].maximum_concurrency
    ])
    error_message = "A mapping is not what it was asked to be."
  }
}

run "a_function_that_was_not_built_is_refused_with_the_command_that_builds_it" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    zip = "tests/artifacts/nowhere/function.zip"
  }

  expect_failures = [aws_lambda_function.service]
}

run "an_executable_for_another_processor_is_refused" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    architecture = "x86_64"
  }

  expect_failures = [aws_lambda_function.service]
}

run "an_executable_is_no_jvm_s" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    packaging   = "jvm"
    jvm_runtime = "java21"
  }

  expect_failures = [aws_lambda_function.service]
}

run "classes_are_no_executable" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    zip = "tests/artifacts/any/target/function.zip"
  }

  expect_failures = [aws_lambda_function.service]
}

run "a_zip_of_which_nothing_is_known_is_refused" {
  command = plan

  module {
    source = "./modules/function"
  }

  variables {
    zip = "tests/artifacts/unknown/target/function.zip"
  }

  expect_failures = [aws_lambda_function.service]
}
