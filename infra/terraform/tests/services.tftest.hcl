# Where the services run, what they read and what they are told.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "functions_are_the_default" {
  assert {
    condition     = toset(keys(module.function)) == toset(["checker", "issuer", "deployer", "crl-sync"]) && length(module.container) == 0 && length(aws_ecs_cluster.services) == 0
    error_message = "Not four functions and nothing else: ${jsonencode(keys(module.function))}, containers ${jsonencode(keys(module.container))}"
  }

  assert {
    condition     = alltrue([for service, group in aws_cloudwatch_log_group.service : group.name == "/aws/lambda/certfleet-${service}" && group.retention_in_days == 90])
    error_message = "A function logs to /aws/lambda/ and its name, for 90 days."
  }
}

run "a_function_is_its_own_service_s" {
  assert {
    condition = {
      for service, function in module.function : service => [function.wiring.name, function.wiring.role_arn, function.wiring.log_group, function.wiring.zip]
      } == {
      for service in ["checker", "issuer", "deployer", "crl-sync"] : service => [
        "certfleet-${service}", "arn:aws:iam::111122223333:role/certfleet-${service}", "/aws/lambda/certfleet-${service}", "tests/artifacts/${service}/target/function.zip",
      ]
    }
    error_message = "A function has another's name, role, log or code: ${jsonencode({ for service, function in module.function : service => function.wiring })}"
  }

  assert {
    condition     = { for service, function in module.function : service => function.wiring.timeout_seconds } == local.timeout_seconds
    error_message = "Time-outs are ${jsonencode({ for service, function in module.function : service => function.wiring.timeout_seconds })}, not ${jsonencode(local.timeout_seconds)}."
  }

  assert {
    # The packaging adds its own.
    condition = {
      for service, function in module.function : service => { for name, value in function.wiring.environment : name => value if name != "DISABLE_SIGNAL_HANDLERS" }
      } == {
      for service, environment in local.environment : service => { for name, value in environment : name => tostring(value) }
    }
    error_message = "A function is told something else: ${jsonencode({ for service, function in module.function : service => function.wiring.environment })}"
  }

  assert {
    condition     = jsonencode({ for service, function in module.function : service => function.wiring.queues }) == jsonencode(local.read_queues)
    error_message = "A function reads ${jsonencode({ for service, function in module.function : service => function.wiring.queues })}"
  }
}

run "every_queue_is_read_by_one_service_as_queues_json_says" {
  assert {
    condition     = tolist(sort(flatten([for queues in local.read_queues : keys(queues)]))) == tolist(sort(keys(jsondecode(file("queues.json")).queues)))
    error_message = "Read are ${jsonencode({ for service, queues in local.read_queues : service => keys(queues) })}"
  }

  assert {
    condition = alltrue(flatten([
      for queues in local.read_queues : [
        for name, queue in queues :
        queue.arn == "arn:aws:sqs:eu-central-1:111122223333:certfleet-${name}"
        && queue.batch_size == jsondecode(file("queues.json")).queues[name].batchSize
        && queue.window_seconds == jsondecode(file("queues.json")).queues[name].batchWindowSeconds
      ]
    ]))
    error_message = "A queue is read otherwise: ${jsonencode(local.read_queues)}"
  }
}

run "no_batch_is_at_work_when_its_messages_are_redelivered" {
  assert {
    condition = alltrue(flatten([
      for service, queues in local.read_queues : [
        for name, queue in queues :
        queue.window_seconds + 2 * local.timeout_seconds[service] <= jsondecode(file("queues.json")).queues[name].visibilitySeconds
      ]
    ]))
    error_message = "Time-outs ${jsonencode(local.timeout_seconds)} are not well below the queues' visibility."
  }

  assert {
    # Policy's longest budget of a sweep's segment is 60 s, its default 10 s; a page is read after it.
    condition     = alltrue([for service, seconds in local.timeout_seconds : seconds >= 30])
    error_message = "Time-outs are too short for a batch: ${jsonencode(local.timeout_seconds)}"
  }
}

run "services_are_told_what_they_need_and_nothing_else" {
  variables {
    prefix         = "second"
    host_subject_o = "Example Corp"
    host_proof     = "if-installed"
  }

  assert {
    condition = {
      for service, environment in local.environment : service => sort([for name in keys(environment) : trimprefix(name, "CERTFLEET_")])
      } == {
      checker = sort([
        "AWS_RETRY_MODE", "CERTIFICATE_QUEUE_URL", "CHECK_DLQ_URL", "CHECK_QUEUE_URL", "CSR_QUEUE_URL", "DELIVERY_TIMEOUT", "EXECUTION_TIMEOUT",
        "INSTALLED_QUEUE_URL", "ISSUE_QUEUE_URL", "JITTER", "RENEWAL_FRACTION", "ROTATION_RATE", "SWEEP_EVERY", "TABLE_NAME", "VALIDITY",
      ])
      issuer = sort([
        "AWS_RETRY_MODE", "CACERT_PATH", "CA_ARN", "CERTIFICATE_QUEUE_URL", "CERT_PATH", "CSR_DLQ_URL", "CSR_PATH", "CSR_QUEUE_URL", "DELIVERY_TIMEOUT", "EXECUTION_TIMEOUT",
        "GENERATE_CSR_DOCUMENT", "GENERATE_CSR_DOCUMENT_HASH", "GENERATE_CSR_DOCUMENT_VERSION", "ISSUE_DLQ_URL", "ISSUE_QUEUE_URL", "KEY_ALGORITHM",
        "KEY_PATH", "OWNER", "PROFILE_ARN", "ROLE_ARN", "ROTATION_RATE", "SIGNINGHELPER_PATH", "SIGNING_ALGORITHM", "SUBJECT_O", "TABLE_NAME", "TOPIC_ARN",
        "VALIDATION", "VALIDITY",
      ])
      deployer = sort([
        "AWS_RETRY_MODE", "CA_ARN", "CERTIFICATE_DLQ_URL", "CERTIFICATE_QUEUE_URL", "DELIVERY_TIMEOUT", "EXECUTION_TIMEOUT", "INSTALLED_DLQ_URL",
        "INSTALLED_QUEUE_URL", "INSTALL_CERTIFICATE_DOCUMENT", "INSTALL_CERTIFICATE_DOCUMENT_HASH", "INSTALL_CERTIFICATE_DOCUMENT_VERSION",
        "ISSUE_QUEUE_URL", "PROOF_SPREAD", "TABLE_NAME", "TOPIC_ARN", "TRUST_ANCHOR_ARN", "VALIDATION", "VALIDITY",
      ])
      crl-sync = sort([
        "AWS_RETRY_MODE", "CA_ARN", "CERTIFICATE_QUEUE_URL", "CRL_BUCKET", "CRL_DLQ_URL", "CRL_KEY_PREFIX", "CRL_NAME", "CRL_QUEUE_URL", "TOPIC_ARN", "TRUST_ANCHOR_ARN",
        "VERIFY_CRL_EVERY",
      ])
    }
    error_message = "The environment is ${jsonencode({ for service, environment in local.environment : service => keys(environment) })}"
  }

  assert {
    condition     = local.environment["issuer"].CERTFLEET_VALIDITY == "PT168H" && local.environment["issuer"].CERTFLEET_SUBJECT_O == "Example Corp" && local.environment["deployer"].CERTFLEET_VALIDATION == "if-installed"
    error_message = "Variables do not arrive: ${jsonencode(local.environment["issuer"])}"
  }

  assert {
    condition     = local.environment["checker"].CERTFLEET_SWEEP_EVERY == "off" && local.environment["crl-sync"].CERTFLEET_VERIFY_CRL_EVERY == "off"
    error_message = "Both EventBridge Scheduler and the service itself would keep the schedule."
  }

  assert {
    condition     = local.environment["crl-sync"].CERTFLEET_CRL_NAME == "second"
    error_message = "Two stacks on one trust anchor would write to one CRL."
  }
}

run "containers_run_on_request_and_no_function_beside_them" {
  variables {
    service_platform     = "container"
    container_subnet_ids = ["subnet-1"]
    container_image_uris = { for service in ["checker", "issuer", "deployer", "crl-sync"] : service => "111122223333.dkr.ecr.eu-central-1.amazonaws.com/certfleet/${service}:1" }
  }

  assert {
    condition     = toset(keys(module.container)) == toset(["checker", "issuer", "deployer", "crl-sync"]) && length(module.function) == 0 && length(aws_ecs_cluster.services) == 1
    error_message = "Not four containers on a cluster of their own: ${jsonencode(keys(module.container))}"
  }

  assert {
    condition     = length([for alarm in aws_cloudwatch_metric_alarm.alarm : alarm if alarm.namespace == "AWS/ECS"]) == 4 && alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.namespace != "AWS/Lambda"])
    error_message = "Containers are watched as containers."
  }

  assert {
    condition     = alltrue([for service, group in aws_cloudwatch_log_group.service : group.name == "/ecs/certfleet-${service}"])
    error_message = "A container logs to /ecs/ and its name."
  }
}

run "a_container_is_its_own_service_s" {
  variables {
    service_platform     = "container"
    container_subnet_ids = ["subnet-1"]
    container_image_uris = { for service in ["checker", "issuer", "deployer", "crl-sync"] : service => "ghcr.io/example/${service}:1" }
  }

  assert {
    condition = {
      for service, container in module.container : service => [container.wiring.name, container.wiring.role_arn, container.wiring.log_group, container.wiring.image_uri]
      } == {
      for service in ["checker", "issuer", "deployer", "crl-sync"] : service => [
        "certfleet-${service}", "arn:aws:iam::111122223333:role/certfleet-${service}", "/ecs/certfleet-${service}", "ghcr.io/example/${service}:1",
      ]
    }
    error_message = "A container has another's name, role, log or image: ${jsonencode({ for service, container in module.container : service => container.wiring })}"
  }

  assert {
    condition = {
      for service, container in module.container : service => container.wiring.environment
      } == {
      for service, environment in local.environment : service => {
        for name, value in merge(environment, local.batch_environment[service], { AWS_REGION = "eu-central-1" }) : name => tostring(value)
      }
    }
    error_message = "A container is told something else: ${jsonencode({ for service, container in module.container : service => container.wiring.environment })}"
  }

  assert {
    condition = {
      for service, container in module.container : service => container.wiring.queue_names
      } == {
      for service, queues in local.read_queues : service => toset([for name in keys(queues) : "certfleet-${name}"])
    }
    error_message = "A container is scaled by ${jsonencode({ for service, container in module.container : service => container.wiring.queue_names })}"
  }
}

run "containers_run_on_a_given_cluster" {
  variables {
    service_platform      = "container"
    container_subnet_ids  = ["subnet-1"]
    container_image_uris  = { for service in ["checker", "issuer", "deployer", "crl-sync"] : service => "ghcr.io/example/${service}:1" }
    container_cluster_arn = "arn:aws:ecs:eu-central-1:111122223333:cluster/shared"
  }

  assert {
    condition     = length(aws_ecs_cluster.services) == 0 && aws_cloudwatch_metric_alarm.alarm["issuer-no-task"].dimensions == tomap({ ClusterName = "shared", ServiceName = "certfleet-issuer" })
    error_message = "The given cluster is not used: ${jsonencode(aws_cloudwatch_metric_alarm.alarm["issuer-no-task"].dimensions)}"
  }
}

run "a_container_without_its_image_is_refused" {
  command = plan

  variables {
    service_platform     = "container"
    container_subnet_ids = ["subnet-1"]
    container_image_uris = { checker = "x" }
  }

  expect_failures = [var.container_image_uris]
}

run "a_container_without_a_subnet_is_refused" {
  command = plan

  variables {
    service_platform     = "container"
    container_image_uris = { checker = "x", issuer = "x", deployer = "x", crl-sync = "x" }
  }

  expect_failures = [var.container_subnet_ids]
}

run "a_cluster_by_name_is_refused" {
  command = plan

  variables {
    container_cluster_arn = "shared"
  }

  expect_failures = [var.container_cluster_arn]
}

run "a_concurrency_that_Lambda_does_not_know_is_refused" {
  command = plan

  variables {
    function_concurrency = { csr = 1 }
  }

  expect_failures = [var.function_concurrency]
}

run "fewer_tasks_than_their_minimum_are_refused" {
  command = plan

  variables {
    container_tasks = { minimum = 4 }
  }

  expect_failures = [var.container_tasks]
}

run "half_a_task_is_refused" {
  command = plan

  variables {
    container_tasks = { maximum = 2.5 }
  }

  expect_failures = [var.container_tasks]
}
