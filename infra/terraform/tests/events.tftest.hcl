# From rules and schedules to queues.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "every_rule_brings_its_events_to_the_queue_of_its_name" {
  assert {
    condition = { for name, target in aws_cloudwatch_event_target.queue : target.rule => target.arn } == {
      certfleet-csr         = "arn:aws:sqs:eu-central-1:111122223333:certfleet-csr"
      certfleet-certificate = "arn:aws:sqs:eu-central-1:111122223333:certfleet-certificate"
      certfleet-installed   = "arn:aws:sqs:eu-central-1:111122223333:certfleet-installed"
      certfleet-crl         = "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl"
    }
    error_message = "Wrong: ${jsonencode(aws_cloudwatch_event_target.queue)}"
  }

  assert {
    condition     = alltrue([for name, target in aws_cloudwatch_event_target.queue : target.dead_letter_config[0].arn == "${target.arn}-dlq"])
    error_message = "What cannot be delivered goes to another queue's dead letters."
  }
}

run "a_rule_matches_what_the_design_says" {
  assert {
    condition = { for name, rule in aws_cloudwatch_event_rule.into_queue : name => jsondecode(rule.event_pattern) } == {
      csr = {
        source      = ["aws.ssm"]
        detail-type = ["EC2 Command Invocation Status-change Notification"]
        detail = {
          document-name = ["certfleet-generate-csr"]
          # All that is not the end: a status that is new to us comes through.
          status = [{ anything-but = ["Pending", "InProgress", "In Progress", "Delayed", "Cancelling"] }]
        }
      }
      installed = {
        source      = ["aws.ssm"]
        detail-type = ["EC2 Command Invocation Status-change Notification"]
        detail = {
          document-name = ["certfleet-install-certificate"]
          status        = [{ anything-but = ["Pending", "InProgress", "In Progress", "Delayed", "Cancelling"] }]
        }
      }
      certificate = {
        source = ["aws.acm-pca"]
        # Whatever the result: a failed issuance too.
        detail-type = ["ACM Private CA Certificate Issuance", "ACM Private CA Certificate Revocation"]
        resources   = ["arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/own"]
      }
      crl = {
        "$or" = [
          {
            source      = ["aws.s3"]
            detail-type = ["Object Created"]
            detail = {
              bucket = { name = ["certfleet-crl"] }
              object = { key = [{ wildcard = "crl/*.crl" }] }
            }
          },
          {
            source      = ["aws.acm-pca"]
            detail-type = ["ACM Private CA CRL Generation"]
            resources   = ["arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/own"]
            detail      = { result = ["failure"] }
          },
        ]
      }
    }
    error_message = "Wrong: ${jsonencode({ for name, rule in aws_cloudwatch_event_rule.into_queue : name => rule.event_pattern })}"
  }
}

run "schedules_send_their_word_to_their_queue" {
  assert {
    condition = {
      for name, schedule in aws_scheduler_schedule.schedules : schedule.target[0].input => [
        schedule.target[0].arn, schedule.target[0].dead_letter_config[0].arn, schedule.target[0].role_arn,
      ]
      } == {
      "{\"type\":\"sweep\"}" = [
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-check",
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-check-dlq",
        "arn:aws:iam::111122223333:role/certfleet-scheduler",
      ]
      "{\"type\":\"verify-crl\"}" = [
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl",
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl-dlq",
        "arn:aws:iam::111122223333:role/certfleet-scheduler",
      ]
    }
    error_message = "Wrong: ${jsonencode(aws_scheduler_schedule.schedules)}"
  }
}

run "schedules_come_as_often_as_the_variables_say_and_within_a_quarter_of_it" {
  variables {
    sweep_every_minutes      = 30
    verify_crl_every_minutes = 5
  }

  assert {
    condition = { for name, schedule in aws_scheduler_schedule.schedules : name => schedule.schedule_expression } == {
      sweep      = "rate(30 minutes)"
      verify-crl = "rate(5 minutes)"
    }
    error_message = "A schedule comes at another rate."
  }

  assert {
    condition = {
      for name, schedule in aws_scheduler_schedule.schedules : name => [
        schedule.state, schedule.flexible_time_window[0].mode, schedule.flexible_time_window[0].maximum_window_in_minutes,
      ]
    } == { sweep = ["ENABLED", "FLEXIBLE", 8], verify-crl = ["ENABLED", "FLEXIBLE", 2] }
    error_message = "A schedule has another window."
  }
}

run "schedules_can_be_switched_off" {
  variables {
    schedules_enabled = false
  }

  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.schedules : schedule.state == "DISABLED"])
    error_message = "A schedule fires all the same."
  }
}

run "the_scheduler_s_role_sends_to_its_queues_and_serves_its_group_only" {
  assert {
    condition = jsondecode(aws_iam_role_policy.scheduler.policy).Statement == [{
      Effect = "Allow"
      Action = "sqs:SendMessage"
      Resource = [
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-check",
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-check-dlq",
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl",
        "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl-dlq",
      ]
    }]
    error_message = "Wrong: ${aws_iam_role_policy.scheduler.policy}"
  }

  assert {
    condition = jsondecode(aws_iam_role.scheduler.assume_role_policy).Statement[0].Condition == {
      StringEquals = { "aws:SourceAccount" = "111122223333" }
      ArnEquals    = { "aws:SourceArn" = "arn:aws:scheduler:eu-central-1:111122223333:schedule-group/certfleet" }
    }
    error_message = "Other schedules may use the role."
  }
}
