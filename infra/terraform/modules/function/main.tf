# One service on Lambda: the function, and the queues that invoke it.

locals {
  # A native executable carries its own main function; the JVM's runtime calls Quarkus's handler. Memory buys processor, of which
  # 1,769 MB are one (Lambda developer guide, "Configure Lambda function memory"): the JVM needs it while it is cold.
  packaging = {
    native = {
      runtime      = "provided.al2023"
      architecture = var.architecture
      handler      = "bootstrap"
      memory       = 256
      environment = {
        # The runtime has handlers of its own (Quarkus guide "Amazon Lambda", native executables).
        DISABLE_SIGNAL_HANDLERS = "true"
      }
    }
    jvm = {
      runtime      = var.jvm_runtime
      architecture = "any"
      handler      = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"
      memory       = 1024
      environment = {
        # What the manifest of quarkus-run.jar says, which Lambda does not start. With = and no blank, or no JVM starts: the variable
        # takes options as JNI does, one word each (JVM Tool Interface, "JAVA_TOOL_OPTIONS").
        JAVA_TOOL_OPTIONS = "--add-opens=java.base/java.lang=ALL-UNNAMED"
      }
    }
  }
  chosen = local.packaging[var.packaging]

  # Written by the build beside the zip.
  architecture_file = "${trimsuffix(var.zip, ".zip")}.arch"
  built_for         = fileexists(local.architecture_file) ? trimspace(file(local.architecture_file)) : "an unknown processor"
}

resource "aws_lambda_function" "service" {
  function_name    = var.name
  description      = var.description
  role             = var.role_arn
  filename         = var.zip
  source_code_hash = fileexists(var.zip) ? filebase64sha256(var.zip) : null
  runtime          = local.chosen.runtime
  handler          = local.chosen.handler
  architectures    = [var.architecture]
  memory_size      = local.chosen.memory
  timeout          = var.timeout_seconds
  # SnapStart works on published versions only, and a version is what the alias goes back to.
  publish = true

  environment {
    variables = merge(var.environment, local.chosen.environment)
  }

  dynamic "snap_start" {
    # Not for OS-only runtimes (Lambda developer guide, "Improving startup performance with Lambda SnapStart").
    for_each = var.packaging == "jvm" ? ["PublishedVersions"] : []
    content {
      apply_on = snap_start.value
    }
  }

  # Text: what the service prints is JSON already.
  logging_config {
    log_format = "Text"
    log_group  = var.log_group
  }

  lifecycle {
    precondition {
      # What the build found in the zip: the executable's processor, or any for classes.
      condition     = !fileexists(var.zip) || local.built_for == local.chosen.architecture
      error_message = "${var.zip} was built for ${local.built_for}, and is to run as ${var.packaging} on ${var.architecture}. Build it again, or set service_packaging and service_architecture."
    }

    precondition {
      condition     = fileexists(var.zip)
      error_message = "${var.zip} is missing: build it first, ./mvnw -Plambda ${var.packaging == "native" ? "-Dnative " : ""}package."
    }
  }
}

# Services send themselves messages: a sweep of a large table goes on by message, and what it found due is sent on once more. After
# some 16 rounds Lambda would take that for a loop and stop it (Lambda developer guide, "Use Lambda recursive loop detection to
# prevent infinite loops"); each chain ends with the table or the request that it serves.
resource "aws_lambda_function_recursion_config" "service" {
  count = var.recursion_config ? 1 : 0

  function_name  = aws_lambda_function.service.function_name
  recursive_loop = "Allow"
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "What the queues invoke."
  function_name    = aws_lambda_function.service.function_name
  function_version = aws_lambda_function.service.version
}

resource "aws_lambda_event_source_mapping" "queue" {
  for_each = var.queues

  event_source_arn                   = each.value.arn
  function_name                      = aws_lambda_alias.live.arn
  batch_size                         = each.value.batch_size
  maximum_batching_window_in_seconds = each.value.window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = each.value.maximum_concurrency
  }
}
