# Several stacks in an account, and the partitions of AWS.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "every_name_carries_the_prefix" {
  variables {
    prefix = "other"
  }

  assert {
    condition = alltrue([
      for name in concat(
        [for queue in aws_sqs_queue.work : queue.name],
        [for queue in aws_sqs_queue.dead_letter : queue.name],
        [for rule in aws_cloudwatch_event_rule.into_queue : rule.name],
        [for schedule in aws_scheduler_schedule.schedules : schedule.name],
        [for document in aws_ssm_document.scripts : document.name],
        [for role in aws_iam_role.service : role.name],
        [aws_iam_role.node.name],
        [for activation in aws_ssm_activation.hosts : activation.name],
        [for bucket in aws_s3_bucket.crl : bucket.bucket],
        [trimprefix(aws_kms_alias.inventory.name, "alias/")],
        [
          aws_iam_role.host.name, aws_iam_role.scheduler.name, aws_iam_policy.operator.name, aws_dynamodb_table.inventory.name,
          aws_rolesanywhere_trust_anchor.hosts.name, aws_rolesanywhere_profile.hosts.name, "${aws_scheduler_schedule_group.schedules.name}-",
        ],
      ) : startswith(name, "other-")
    ])
    error_message = "A name is the same in every stack."
  }

  assert {
    condition     = aws_acmpca_certificate_authority.root[0].certificate_authority_configuration[0].subject[0].common_name == "other CA"
    error_message = "Two stacks' CAs have one subject."
  }

  assert {
    condition     = aws_ssm_activation.hosts[0].tags == tomap({ certfleet = "other" })
    error_message = "Nodes of two stacks have one tag."
  }

  assert {
    condition = alltrue([
      for service in ["issuer", "deployer"] : [
        for statement in jsondecode(aws_iam_role_policy.service[service].policy).Statement : statement.Condition if statement.Sid == "OnlyTaggedNodes"
      ] == [{ StringEquals = { "ssm:resourceTag/certfleet" = "other" } }]
    ])
    error_message = "A service reaches the nodes of another stack."
  }

  assert {
    condition = alltrue([
      for queue, document in { csr = "other-generate-csr", installed = "other-install-certificate" } :
      jsondecode(aws_cloudwatch_event_rule.into_queue[queue].event_pattern).detail.document-name == [document]
    ])
    error_message = "A rule brings another stack's events."
  }
}

run "a_stack_in_china_has_no_arn_of_another_partition" {
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-cn" }
  }

  override_data {
    target = data.aws_region.current
    values = { id = "cn-north-1" }
  }

  # What the mocks name has its ARN from there; all else is derived.
  assert {
    condition = alltrue([
      for policy in concat(
        [for name, policy in local.policies : policy],
        [aws_kms_key.inventory.policy, aws_s3_bucket_policy.crl[0].policy, aws_iam_role.node.assume_role_policy],
        [for policy in aws_iam_role_policy.log : policy.policy],
        ) : !can(regex("arn:aws:(iam|ssm|ec2|acm-pca|logs|rolesanywhere):[a-z0-9-]*:[0-9]*:(root|document|instance|managed-instance|certificate-authority/[*]|template|log-group|crl)",
      policy))
    ])
    error_message = "An ARN says aws."
  }

  assert {
    condition = alltrue([
      aws_acmpca_certificate.root[0].template_arn == "arn:aws-cn:acm-pca:::template/RootCACertificate/V1",
      aws_iam_role_policy_attachment.node.policy_arn == "arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore",
      strcontains(local.policies["issuer"], "arn:aws-cn:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1"),
      strcontains(local.policies["issuer"], "arn:aws-cn:ssm:cn-north-1:111122223333:document/certfleet-generate-csr"),
      strcontains(local.policies["crl-sync"], "arn:aws-cn:s3:::certfleet-crl/crl/*.crl"),
      strcontains(local.policies["crl-sync"], "arn:aws-cn:rolesanywhere:cn-north-1:111122223333:crl/*"),
      strcontains(aws_kms_key.inventory.policy, "arn:aws-cn:iam::111122223333:root"),
      strcontains(aws_kms_key.inventory.policy, "dynamodb.cn-north-1.amazonaws.*"),
      strcontains(aws_s3_bucket_policy.crl[0].policy, "arn:aws-cn:acm-pca:cn-north-1:111122223333:certificate-authority/*"),
    ])
    error_message = "An ARN is not China's."
  }
}

run "a_stack_in_govcloud_has_its_arns" {
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov" }
  }

  override_data {
    target = data.aws_region.current
    values = { id = "us-gov-west-1" }
  }

  assert {
    condition = alltrue([
      aws_acmpca_certificate.root[0].template_arn == "arn:aws-us-gov:acm-pca:::template/RootCACertificate/V1",
      aws_iam_role_policy_attachment.node.policy_arn == "arn:aws-us-gov:iam::aws:policy/AmazonSSMManagedInstanceCore",
      strcontains(local.policies["issuer"], "arn:aws-us-gov:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1"),
      strcontains(local.policies["deployer"], "arn:aws-us-gov:ssm:us-gov-west-1:111122223333:managed-instance/*"),
      strcontains(aws_kms_key.inventory.policy, "arn:aws-us-gov:iam::111122223333:root"),
    ])
    error_message = "An ARN is not GovCloud's."
  }
}

run "the_commands_name_the_stack_s_own_table_queue_and_region" {
  assert {
    condition = output.commands == {
      add_host = "aws dynamodb put-item --region eu-central-1 --table-name certfleet-inventory --item '{\"hostID\":{\"S\":\"mi-HOST\"}}' --condition-expression 'attribute_not_exists(hostID)'"
      sweep    = "aws sqs send-message --region eu-central-1 --queue-url https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-check --message-body '{\"type\":\"sweep\"}'"
      rotate   = "aws sqs send-message --region eu-central-1 --queue-url https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-check --message-body '{\"type\":\"rotate\",\"hostIds\":[\"mi-HOST\"],\"reason\":\"by hand\"}'"
    }
    error_message = "Wrong: ${jsonencode(output.commands)}"
  }
}

run "the_outputs_name_each_queue_and_its_dead_letter_queue" {
  assert {
    condition = alltrue([
      for name in ["check", "issue", "csr", "certificate", "installed", "crl"] :
      output.queue_urls[name] == "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-${name}" &&
      output.dead_letter_queue_urls[name] == "https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-${name}-dlq"
    ])
    error_message = "Wrong: ${jsonencode([output.queue_urls, output.dead_letter_queue_urls])}"
  }

  assert {
    condition = alltrue([
      for name in ["check", "issue", "csr", "certificate", "installed", "crl"] :
      output.queue_arns[name] == "arn:aws:sqs:eu-central-1:111122223333:certfleet-${name}" &&
      output.dead_letter_queue_arns[name] == "arn:aws:sqs:eu-central-1:111122223333:certfleet-${name}-dlq" &&
      strcontains(output.environment, "export ${upper(name)}_DLQ_ARN='arn:aws:sqs:eu-central-1:111122223333:certfleet-${name}-dlq'\n") &&
      strcontains(output.environment, "export ${upper(name)}_QUEUE_URL='https://sqs.eu-central-1.amazonaws.com/111122223333/certfleet-${name}'\n")
    ])
    error_message = "Wrong: ${jsonencode([output.queue_arns, output.dead_letter_queue_arns, output.environment])}"
  }

  assert {
    condition = [output.ca_arn, output.trust_anchor_arn, output.profile_arn, output.role_arn] == [
      "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/own",
      "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/hosts",
      "arn:aws:rolesanywhere:eu-central-1:111122223333:profile/hosts",
      "arn:aws:iam::111122223333:role/certfleet-host",
    ]
    error_message = "An output is another's."
  }
}
