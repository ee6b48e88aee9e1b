# An account of AWS for the tests: who is asked answers the same, and whatever policies refer to has its own ARN, so that a wrong
# wiring cannot look right.

mock_data "aws_partition" {
  defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
}

mock_data "aws_region" {
  defaults = { id = "eu-central-1", name = "eu-central-1" }
}

mock_data "aws_caller_identity" {
  defaults = { account_id = "111122223333", arn = "arn:aws:sts::111122223333:assumed-role/platform/anna" }
}

mock_data "aws_iam_session_context" {
  defaults = { issuer_arn = "arn:aws:iam::111122223333:role/platform" }
}

override_resource {
  target = aws_sqs_queue.work["check"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-check"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-check"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-check"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter["check"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-check-dlq"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-check-dlq"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-check-dlq"
  }
}

override_resource {
  target = aws_sqs_queue.work["issue"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-issue"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-issue"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-issue"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter["issue"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-issue-dlq"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-issue-dlq"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-issue-dlq"
  }
}

override_resource {
  target = aws_sqs_queue.work["csr"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-csr"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-csr"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-csr"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter["csr"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-csr-dlq"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-csr-dlq"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-csr-dlq"
  }
}

override_resource {
  target = aws_sqs_queue.work["certificate"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-certificate"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-certificate"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-certificate"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter["certificate"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-certificate-dlq"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-certificate-dlq"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-certificate-dlq"
  }
}

override_resource {
  target = aws_sqs_queue.work["installed"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-installed"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-installed"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-installed"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter["installed"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-installed-dlq"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-installed-dlq"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-installed-dlq"
  }
}

override_resource {
  target = aws_sqs_queue.work["crl"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-crl"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-crl"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter["crl"]
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:certfleet-crl-dlq"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-crl-dlq"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-crl-dlq"
  }
}

override_resource {
  target = aws_cloudwatch_event_rule.into_queue["csr"]
  values = {
    arn = "arn:aws:events:eu-central-1:111122223333:rule/certfleet-csr"
  }
}

override_resource {
  target = aws_cloudwatch_event_rule.into_queue["certificate"]
  values = {
    arn = "arn:aws:events:eu-central-1:111122223333:rule/certfleet-certificate"
  }
}

override_resource {
  target = aws_cloudwatch_event_rule.into_queue["installed"]
  values = {
    arn = "arn:aws:events:eu-central-1:111122223333:rule/certfleet-installed"
  }
}

override_resource {
  target = aws_cloudwatch_event_rule.into_queue["crl"]
  values = {
    arn = "arn:aws:events:eu-central-1:111122223333:rule/certfleet-crl"
  }
}

override_resource {
  target = aws_iam_role.service["checker"]
  values = {
    arn = "arn:aws:iam::111122223333:role/certfleet-checker"
    id  = "certfleet-checker"
  }
}

override_resource {
  target = aws_iam_role.service["issuer"]
  values = {
    arn = "arn:aws:iam::111122223333:role/certfleet-issuer"
    id  = "certfleet-issuer"
  }
}

override_resource {
  target = aws_iam_role.service["deployer"]
  values = {
    arn = "arn:aws:iam::111122223333:role/certfleet-deployer"
    id  = "certfleet-deployer"
  }
}

override_resource {
  target = aws_iam_role.service["crl-sync"]
  values = {
    arn = "arn:aws:iam::111122223333:role/certfleet-crl-sync"
    id  = "certfleet-crl-sync"
  }
}

override_resource {
  target = aws_iam_role.scheduler
  values = {
    arn = "arn:aws:iam::111122223333:role/certfleet-scheduler"
    id  = "certfleet-scheduler"
  }
}

override_resource {
  target = aws_iam_role.host
  values = {
    arn = "arn:aws:iam::111122223333:role/certfleet-host"
    id  = "certfleet-host"
  }
}

override_resource {
  target = aws_dynamodb_table.inventory
  values = {
    arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/certfleet-inventory"
  }
}

override_resource {
  target = aws_kms_key.inventory
  values = {
    arn = "arn:aws:kms:eu-central-1:111122223333:key/inventory"
  }
}

override_resource {
  target = aws_kms_key.notifications
  values = {
    arn = "arn:aws:kms:eu-central-1:111122223333:key/notifications"
  }
}

override_resource {
  target = aws_sns_topic.notifications
  values = {
    arn = "arn:aws:sns:eu-central-1:111122223333:certfleet-notifications"
  }
}

override_resource {
  target = aws_acmpca_certificate_authority.root
  values = {
    arn = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/own"
  }
}

override_resource {
  target = aws_s3_bucket.crl
  values = {
    id  = "certfleet-crl"
    arn = "arn:aws:s3:::certfleet-crl"
  }
}

override_resource {
  target = aws_rolesanywhere_trust_anchor.hosts
  values = {
    arn = "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/hosts"
  }
}

override_resource {
  target = aws_rolesanywhere_profile.hosts
  values = {
    arn = "arn:aws:rolesanywhere:eu-central-1:111122223333:profile/hosts"
  }
}

override_resource {
  target = aws_scheduler_schedule_group.schedules
  values = {
    arn = "arn:aws:scheduler:eu-central-1:111122223333:schedule-group/certfleet"
  }
}
