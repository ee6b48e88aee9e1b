# Which queue is whose, and who may send where.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  operators = ["arn:aws:iam::111122223333:role/oncall"]
}

run "every_queue_leaves_its_dead_letters_in_its_own_dead_letter_queue" {
  assert {
    condition = { for name, queue in aws_sqs_queue.work : name => jsondecode(queue.redrive_policy).deadLetterTargetArn } == {
      check       = "arn:aws:sqs:eu-central-1:111122223333:certfleet-check-dlq"
      issue       = "arn:aws:sqs:eu-central-1:111122223333:certfleet-issue-dlq"
      csr         = "arn:aws:sqs:eu-central-1:111122223333:certfleet-csr-dlq"
      certificate = "arn:aws:sqs:eu-central-1:111122223333:certfleet-certificate-dlq"
      installed   = "arn:aws:sqs:eu-central-1:111122223333:certfleet-installed-dlq"
      crl         = "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl-dlq"
    }
    error_message = "Wrong: ${jsonencode({ for name, queue in aws_sqs_queue.work : name => queue.redrive_policy })}"
  }
}

run "a_dead_letter_queue_takes_dead_letters_of_its_own_queue_only" {
  assert {
    condition = alltrue([
      for name, allowed in aws_sqs_queue_redrive_allow_policy.dead_letter : jsondecode(allowed.redrive_allow_policy) == {
        redrivePermission = "byQueue"
        sourceQueueArns   = ["arn:aws:sqs:eu-central-1:111122223333:certfleet-${name}"]
      } && endswith(allowed.queue_url, "/certfleet-${name}-dlq")
    ]) && length(aws_sqs_queue_redrive_allow_policy.dead_letter) == 6
    error_message = "Wrong: ${jsonencode(aws_sqs_queue_redrive_allow_policy.dead_letter)}"
  }
}

run "dead_letters_are_kept_for_14_days_and_all_messages_are_encrypted" {
  assert {
    condition     = alltrue([for queue in aws_sqs_queue.dead_letter : queue.message_retention_seconds == 14 * 24 * 3600])
    error_message = "A dead-letter queue keeps its messages for another time."
  }

  assert {
    condition = alltrue(concat(
      [for queue in aws_sqs_queue.work : queue.sqs_managed_sse_enabled],
      [for queue in aws_sqs_queue.dead_letter : queue.sqs_managed_sse_enabled],
    ))
    error_message = "A queue is not encrypted."
  }
}

run "queues_have_the_settings_of_the_file_that_the_local_run_reads" {
  assert {
    condition = alltrue([
      for name, settings in jsondecode(file("queues.json")).queues :
      aws_sqs_queue.work[name].visibility_timeout_seconds == settings.visibilitySeconds &&
      aws_sqs_queue.work[name].message_retention_seconds == settings.retentionSeconds &&
      jsondecode(aws_sqs_queue.work[name].redrive_policy).maxReceiveCount == settings.maxReceiveCount
    ])
    error_message = "A queue is not set as in queues.json."
  }

  assert {
    # A request for a certificate may be repeated for 4 minutes only: IssueCertificate's idempotency token holds 5.
    condition     = aws_sqs_queue.work["csr"].visibility_timeout_seconds <= 240
    error_message = "A message of the csr queue is redelivered too late to ask for the certificate again."
  }
}

run "only_those_send_whom_the_design_lets_send" {
  assert {
    condition = {
      for name, policy in aws_sqs_queue_policy.senders : name => toset([
        for arn in flatten([
          for statement in jsondecode(policy.policy).Statement : statement.Condition.ArnNotEquals["aws:PrincipalArn"]
          if statement.Sid == "RedriversOnlyRedrive"
        ]) : trimprefix(arn, "arn:aws:iam::111122223333:role/")
      ])
      } == {
      check           = toset(["oncall", "certfleet-scheduler", "certfleet-checker"])
      check-dlq       = toset(["certfleet-scheduler", "certfleet-checker"])
      issue           = toset(["certfleet-checker", "certfleet-issuer", "certfleet-deployer"])
      issue-dlq       = toset(["certfleet-issuer"])
      csr             = toset(["certfleet-checker"])
      csr-dlq         = toset(["certfleet-issuer"])
      certificate     = toset(["certfleet-checker", "certfleet-issuer", "certfleet-deployer", "certfleet-crl-sync"])
      certificate-dlq = toset(["certfleet-deployer"])
      installed       = toset(["certfleet-checker"])
      installed-dlq   = toset(["certfleet-deployer"])
      crl             = toset(["oncall", "certfleet-scheduler", "certfleet-crl-sync"])
      crl-dlq         = toset(["certfleet-scheduler", "certfleet-crl-sync"])
    }
    error_message = "Others may send: ${jsonencode({ for name, policy in aws_sqs_queue_policy.senders : name => policy.policy })}"
  }
}

run "operators_redrive_into_every_queue_and_into_no_dead_letter_queue" {
  assert {
    condition = alltrue([
      for name, policy in aws_sqs_queue_policy.senders : endswith(name, "-dlq") != contains(flatten([
        for statement in jsondecode(policy.policy).Statement : statement.Condition.ArnNotEquals["aws:PrincipalArn"]
        if statement.Sid == "NobodyElseSends"
      ]), "arn:aws:iam::111122223333:role/oncall")
    ])
    error_message = "Operators cannot redrive, or may write dead letters."
  }

  assert {
    condition = alltrue([
      for policy in aws_sqs_queue_policy.senders : [
        for statement in jsondecode(policy.policy).Statement : statement.Condition.StringNotEquals if statement.Sid == "RedriversOnlyRedrive"
      ] == [{ "aws:CalledViaLast" = "sqs.amazonaws.com" }]
    ])
    error_message = "A redrive is not told from a send by hand."
  }
}

run "every_queue_denies_the_others_and_its_policy_is_about_itself" {
  assert {
    condition = alltrue([
      for name, policy in aws_sqs_queue_policy.senders : alltrue([
        for statement in jsondecode(policy.policy).Statement :
        statement.Resource == "arn:aws:sqs:eu-central-1:111122223333:certfleet-${name}" && statement.Action == "sqs:SendMessage" &&
        endswith(policy.queue_url, "/certfleet-${name}")
      ])
    ])
    error_message = "A queue has another queue's policy."
  }

  assert {
    condition = alltrue([
      for policy in aws_sqs_queue_policy.senders : length([
        for statement in jsondecode(policy.policy).Statement : statement
        if statement.Effect == "Deny" && statement.Principal == "*" && try(statement.Condition.Bool, null) == { "aws:PrincipalIsAWSService" = "false" }
      ]) == 2
    ]) && length(aws_sqs_queue_policy.senders) == 12
    error_message = "A queue does not deny."
  }
}

run "a_service_of_aws_sends_only_for_the_queue_s_own_rule" {
  assert {
    condition = {
      for name, policy in aws_sqs_queue_policy.senders : name => [
        for statement in jsondecode(policy.policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"]
        if statement.Effect == "Allow" && statement.Principal == { Service = "events.amazonaws.com" }
      ]
      } == {
      check           = []
      check-dlq       = []
      issue           = []
      issue-dlq       = []
      csr             = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-csr"]
      csr-dlq         = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-csr"]
      certificate     = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-certificate"]
      certificate-dlq = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-certificate"]
      installed       = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-installed"]
      installed-dlq   = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-installed"]
      crl             = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-crl"]
      crl-dlq         = ["arn:aws:events:eu-central-1:111122223333:rule/certfleet-crl"]
    }
    error_message = "Wrong: ${jsonencode({ for name, policy in aws_sqs_queue_policy.senders : name => policy.policy })}"
  }

  assert {
    condition = alltrue([
      for policy in aws_sqs_queue_policy.senders : length([
        for statement in jsondecode(policy.policy).Statement : statement if statement.Effect == "Allow" && statement.Sid != "TheRuleSends"
      ]) == 0
    ])
    error_message = "A queue admits more than its rule."
  }
}

run "without_operators_only_services_and_schedules_send" {
  variables {
    operators = []
  }

  assert {
    condition     = !strcontains(jsonencode([for policy in aws_sqs_queue_policy.senders : policy.policy]), "oncall")
    error_message = "An operator is left over."
  }
}

run "containers_gather_batches_as_the_queues_file_and_the_variable_say" {
  variables {
    batch_sizes = { csr = 25 }
  }

  assert {
    condition = local.batch_environment["issuer"] == {
      CERTFLEET_ISSUE_BATCH_SIZE   = jsondecode(file("queues.json")).queues.issue.batchSize
      CERTFLEET_ISSUE_BATCH_WINDOW = "PT${jsondecode(file("queues.json")).queues.issue.batchWindowSeconds}S"
      CERTFLEET_ISSUE_VISIBILITY   = "PT${jsondecode(file("queues.json")).queues.issue.visibilitySeconds}S"
      CERTFLEET_CSR_BATCH_SIZE     = 25
      CERTFLEET_CSR_BATCH_WINDOW   = "PT${jsondecode(file("queues.json")).queues.csr.batchWindowSeconds}S"
      CERTFLEET_CSR_VISIBILITY     = "PT${jsondecode(file("queues.json")).queues.csr.visibilitySeconds}S"
    }
    error_message = "Wrong: ${jsonencode(local.batch_environment["issuer"])}"
  }
}
