# What each role may do.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  operators = ["arn:aws:iam::111122223333:role/oncall"]
}

run "a_service_has_these_actions_and_no_other" {
  assert {
    condition = {
      for service, policy in aws_iam_role_policy.service : service => toset(flatten([
        for statement in jsondecode(policy.policy).Statement : statement.Action
      ]))
      } == {
      checker = toset([
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SendMessage",
        "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Scan", "dynamodb:UpdateItem", "kms:Decrypt",
      ])
      issuer = toset([
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SendMessage",
        "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem", "kms:Decrypt",
        "ssm:SendCommand", "ssm:ListCommandInvocations", "ssm:GetCommandInvocation", "ssm:DescribeInstanceInformation",
        "acm-pca:IssueCertificate", "acm-pca:RevokeCertificate",
        "sns:Publish", "kms:GenerateDataKey",
      ])
      deployer = toset([
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SendMessage",
        "dynamodb:GetItem", "dynamodb:UpdateItem", "kms:Decrypt",
        "ssm:SendCommand", "ssm:ListCommandInvocations", "ssm:GetCommandInvocation", "ssm:DescribeInstanceInformation",
        "acm-pca:GetCertificate",
        "sns:Publish", "kms:GenerateDataKey",
      ])
      crl-sync = toset([
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SendMessage",
        "s3:GetObject", "s3:ListBucket", "acm-pca:GetCertificateAuthorityCertificate",
        "rolesanywhere:ListCrls", "rolesanywhere:ImportCrl", "rolesanywhere:GetCrl", "rolesanywhere:UpdateCrl", "rolesanywhere:EnableCrl",
        "sns:Publish", "kms:GenerateDataKey", "kms:Decrypt",
      ])
    }
    error_message = "Others: ${jsonencode({ for service, policy in aws_iam_role_policy.service : service => policy.policy })}"
  }

  assert {
    condition = alltrue(flatten([
      for policy in aws_iam_role_policy.service : [for statement in jsondecode(policy.policy).Statement : statement.Effect == "Allow"]
    ]))
    error_message = "A statement that is not an Allow is not in the table above."
  }
}

run "resource_star_stands_only_where_aws_has_no_resource_level" {
  assert {
    condition = {
      for name, policy in local.policies : name => toset(flatten([
        for statement in jsondecode(policy).Statement : statement.Action if contains(flatten([statement.Resource]), "*")
      ]))
      } == {
      checker  = toset([])
      issuer   = toset(["ssm:ListCommandInvocations", "ssm:GetCommandInvocation", "ssm:DescribeInstanceInformation"])
      deployer = toset(["ssm:ListCommandInvocations", "ssm:GetCommandInvocation", "ssm:DescribeInstanceInformation"])
      crl-sync = toset(["rolesanywhere:ListCrls", "rolesanywhere:ImportCrl"])
      operator = toset(["rolesanywhere:ListCrls"])
    }
    error_message = "Wrong: ${jsonencode(local.policies)}"
  }
}

run "a_service_reads_its_own_queues_only" {
  assert {
    condition = {
      for service, policy in aws_iam_role_policy.service : service => toset(flatten([
        for statement in jsondecode(policy.policy).Statement : statement.Resource if contains(flatten([statement.Action]), "sqs:ReceiveMessage")
      ]))
      } == {
      checker  = toset(["arn:aws:sqs:eu-central-1:111122223333:certfleet-check"])
      issuer   = toset(["arn:aws:sqs:eu-central-1:111122223333:certfleet-issue", "arn:aws:sqs:eu-central-1:111122223333:certfleet-csr"])
      deployer = toset(["arn:aws:sqs:eu-central-1:111122223333:certfleet-certificate", "arn:aws:sqs:eu-central-1:111122223333:certfleet-installed"])
      crl-sync = toset(["arn:aws:sqs:eu-central-1:111122223333:certfleet-crl"])
    }
    error_message = "A service reads another queue, or not its own."
  }
}

run "a_service_s_policy_lets_it_send_where_the_queues_let_it" {
  assert {
    condition = {
      for service, policy in aws_iam_role_policy.service : service => toset(flatten([
        for statement in jsondecode(policy.policy).Statement : statement.Resource if contains(flatten([statement.Action]), "sqs:SendMessage")
      ]))
      } == {
      for service in ["checker", "issuer", "deployer", "crl-sync"] : service => toset([
        for queue, senders in jsondecode(file("senders.json")) : "arn:aws:sqs:eu-central-1:111122223333:certfleet-${queue}" if contains(senders, service)
      ])
    }
    error_message = "senders.json and a service's policy differ."
  }
}

run "a_service_runs_its_own_document_and_reaches_tagged_nodes_only" {
  assert {
    condition = {
      for service in ["issuer", "deployer"] : service => {
        for statement in jsondecode(aws_iam_role_policy.service[service].policy).Statement :
        statement.Sid => [statement.Resource, try(statement.Condition, null)] if statement.Action == "ssm:SendCommand"
      }
      } == {
      for service, document in { issuer = "generate-csr", deployer = "install-certificate" } : service => {
        OnlyThisDocument                = ["arn:aws:ssm:eu-central-1:111122223333:document/certfleet-${document}", null]
        OnlyTaggedNodes = [
          ["arn:aws:ec2:eu-central-1:111122223333:instance/*", "arn:aws:ssm:eu-central-1:111122223333:managed-instance/*"],
          { StringEquals = { "ssm:resourceTag/certfleet" = "certfleet" } },
        ]
      }
    }
    error_message = "A service may run something else, or reach others."
  }

  assert {
    condition     = toset([for document in aws_ssm_document.scripts : document.name]) == toset(["certfleet-generate-csr", "certfleet-install-certificate"])
    error_message = "The documents have other names."
  }

  # The stand-in's recipe is held to the same (DocumentsTest).
  assert {
    condition = {
      for name, document in aws_ssm_document.scripts : name => yamldecode(document.content).mainSteps[0].inputs.runCommand
      } == {
      for name in ["generate-csr", "install-certificate"] : name => ["${file("documents/lib.sh")}${file("documents/${name}.sh")}"]
    }
    error_message = "A host gets something else than lib.sh and its document's script."
  }

  assert {
    condition     = aws_ssm_activation.hosts[0].tags == tomap({ certfleet = "certfleet" })
    error_message = "A host that registers does not get the tag by which it is reached."
  }
}

run "certificates_of_former_cas_are_read_and_revoked" {
  variables {
    former_ca_arns = ["arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"]
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.service["issuer"].policy).Statement : statement.Resource
      if contains(flatten([statement.Action]), "acm-pca:RevokeCertificate")
    ] == [concat([local.ca_arn], var.former_ca_arns)]
    error_message = "Wrong: ${aws_iam_role_policy.service["issuer"].policy}"
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.service["deployer"].policy).Statement : statement.Resource
      if contains(flatten([statement.Action]), "acm-pca:GetCertificate")
    ] == [concat([local.ca_arn], var.former_ca_arns)]
    error_message = "Wrong: ${aws_iam_role_policy.service["deployer"].policy}"
  }

  assert {
    condition     = alltrue([for service in ["issuer", "deployer"] : local.environment[service]["CERTFLEET_FORMER_CA_ARNS"] == var.former_ca_arns[0]])
    error_message = "A service is not told of former CAs."
  }
}

run "what_is_revoked_is_forgotten_when_it_has_expired" {
  assert {
    condition     = aws_dynamodb_table.inventory.ttl[0].attribute_name == "expiresAt" && aws_dynamodb_table.inventory.ttl[0].enabled
    error_message = "Records beside the hosts would stay for ever."
  }
}

run "the_issuer_issues_with_one_template_from_one_ca" {
  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.service["issuer"].policy).Statement : [statement.Resource, statement.Condition]
      if statement.Action == "acm-pca:IssueCertificate"
      ] == [[
        "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/own",
        { StringEquals = { "acm-pca:TemplateArn" = "arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1" } },
    ]]
    error_message = "Wrong: ${aws_iam_role_policy.service["issuer"].policy}"
  }
}

run "a_key_is_used_only_through_its_service" {
  assert {
    condition = alltrue(flatten([
      for policy in local.policies : [
        for statement in jsondecode(policy).Statement : {
          "arn:aws:kms:eu-central-1:111122223333:key/inventory"     = "dynamodb.eu-central-1.amazonaws.*"
          "arn:aws:kms:eu-central-1:111122223333:key/notifications" = "sns.eu-central-1.amazonaws.*"
        }[statement.Resource] == statement.Condition.StringLike["kms:ViaService"]
        if anytrue([for action in flatten([statement.Action]) : startswith(action, "kms:")])
      ]
    ]))
    error_message = "A key may be used directly, or through another service."
  }
}

run "operators_have_these_actions_and_no_other" {
  assert {
    condition = {
      for statement in jsondecode(aws_iam_policy.operator.policy).Statement : statement.Sid => statement.Action
      } == {
      KeepTheTable      = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:UpdateItem", "dynamodb:DeleteItem"]
      DecryptInventory  = "kms:Decrypt"
      SendRequests      = "sqs:SendMessage"
      ReadDeadLetters   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
      SeeTheCrl         = "rolesanywhere:ListCrls"
      CountMessages     = "sqs:GetQueueAttributes"
      Redrive           = ["sqs:StartMessageMoveTask", "sqs:CancelMessageMoveTask", "sqs:ListMessageMoveTasks"]
      SendByRedriveOnly = "sqs:SendMessage"
    }
    error_message = "Others: ${aws_iam_policy.operator.policy}"
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_policy.operator.policy).Statement : alltrue([for arn in statement.Resource : endswith(arn, "-dlq")])
      if contains(["ReadDeadLetters", "Redrive"], statement.Sid)
    ])
    error_message = "Operators read more than dead letters."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_policy.operator.policy).Statement : statement.Condition if statement.Sid == "SendByRedriveOnly"
    ] == [{ StringEquals = { "aws:CalledViaLast" = "sqs.amazonaws.com" } }]
    error_message = "Operators send by hand where they may only redrive."
  }
}

run "only_services_that_use_the_table_who_made_it_and_operators_decrypt_it_and_only_through_dynamodb" {
  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.inventory.policy).Statement : statement.Condition
      if anytrue([for action in flatten([statement.Action]) : contains(["kms:Decrypt", "kms:*", "*"], action)])
      ] == [{
        ArnEquals = { "aws:PrincipalArn" = [
          "arn:aws:iam::111122223333:role/certfleet-checker",
          "arn:aws:iam::111122223333:role/certfleet-issuer",
          "arn:aws:iam::111122223333:role/certfleet-deployer",
          "arn:aws:iam::111122223333:role/platform",
          "arn:aws:iam::111122223333:role/oncall",
        ] }
        StringLike = { "kms:ViaService" = "dynamodb.eu-central-1.amazonaws.*" }
    }]
    error_message = "Others decrypt the table: ${aws_kms_key.inventory.policy}"
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_kms_key.inventory.policy).Statement :
      try(statement.Condition.StringLike["kms:ViaService"], null) == "dynamodb.eu-central-1.amazonaws.*"
      if statement.Sid != "AdministersTheKeyAndCannotUseIt"
    ])
    error_message = "The key is used past DynamoDB."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.inventory.policy).Statement : [statement.Sid, statement.Effect, statement.Principal, statement.Action]
      ] == [
      ["AdministersTheKeyAndCannotUseIt", "Allow", { AWS = "arn:aws:iam::111122223333:root" }, local.key_administration],
      ["MakesTheTable", "Allow", { AWS = "arn:aws:iam::111122223333:root" }, ["kms:CreateGrant", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]],
      ["ReadsAndWritesRows", "Allow", { AWS = "arn:aws:iam::111122223333:root" }, "kms:Decrypt"],
    ]
    error_message = "The key has another statement, or one for others: ${aws_kms_key.inventory.policy}"
  }

  assert {
    condition = length(setintersection(local.key_administration, [
      "kms:*", "kms:Create*", "kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncrypt*",
    ])) == 0
    error_message = "Who administers the key may use it."
  }
}

run "the_table_s_key_knows_who_made_it_whoever_applies_later" {
  command = plan

  override_data {
    target = data.aws_iam_session_context.caller
    values = { issuer_arn = "arn:aws:iam::111122223333:role/somebody-else" }
  }

  assert {
    condition     = strcontains(aws_kms_key.inventory.policy, "role/platform") && !strcontains(aws_kms_key.inventory.policy, "somebody-else")
    error_message = "The key's policy follows the caller: ${aws_kms_key.inventory.policy}"
  }
}

run "the_table_is_encrypted_with_a_rotated_key_recoverable_and_protected" {
  variables {
    deletion_protection = true
  }

  assert {
    condition = (
      aws_dynamodb_table.inventory.billing_mode == "PAY_PER_REQUEST" &&
      aws_dynamodb_table.inventory.server_side_encryption[0].enabled &&
      aws_dynamodb_table.inventory.server_side_encryption[0].kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/inventory" &&
      aws_kms_key.inventory.enable_key_rotation &&
      aws_dynamodb_table.inventory.point_in_time_recovery[0].enabled &&
      aws_dynamodb_table.inventory.deletion_protection_enabled
    )
    error_message = "Wrong: ${jsonencode(aws_dynamodb_table.inventory)}"
  }
}

run "functions_have_roles_for_lambda_and_write_their_own_log" {
  assert {
    condition = alltrue([
      for role in aws_iam_role.service : jsondecode(role.assume_role_policy).Statement[0].Principal == { Service = "lambda.amazonaws.com" }
    ])
    error_message = "A role is not Lambda's."
  }

  assert {
    condition = alltrue([
      for service, policy in aws_iam_role_policy.log : jsondecode(policy.policy).Statement == [{
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/certfleet-${service}:*"
      }]
    ]) && length(aws_iam_role_policy.log) == 4
    error_message = "Wrong: ${jsonencode(aws_iam_role_policy.log)}"
  }
}

run "hosts_that_register_read_no_parameters" {
  assert {
    condition = jsondecode(aws_iam_role_policy.node.policy).Statement == [{
      Effect   = "Deny"
      Action   = ["ssm:GetParameter", "ssm:GetParameters"]
      Resource = "*"
    }]
    error_message = "Wrong: ${aws_iam_role_policy.node.policy}"
  }
}

run "every_role_stays_within_the_boundary" {
  variables {
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    # They have a second role each, which starts them.
    service_platform     = "container"
    container_subnet_ids = ["subnet-1"]
    container_image_uris = { for service in ["checker", "issuer", "deployer", "crl-sync"] : service => "ghcr.io/example/${service}:1" }
  }

  assert {
    condition = alltrue([
      for role in concat(values(aws_iam_role.service), [aws_iam_role.node, aws_iam_role.scheduler, aws_iam_role.host]) :
      role.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary"
    ])
    error_message = "A role has no boundary."
  }

  assert {
    condition     = [for container in module.container : container.wiring.permissions_boundary] == [for service in range(4) : "arn:aws:iam::111122223333:policy/boundary"]
    error_message = "A role that starts containers has no boundary."
  }
}

run "without_an_activation_registered_hosts_keep_their_role" {
  variables {
    create_activation = false
  }

  assert {
    condition     = aws_iam_role.node.name == "certfleet-node" && aws_iam_role_policy_attachment.node.role == "certfleet-node" && length(aws_ssm_activation.hosts) == 0 && output.activation_id == null && output.activation_code == null
    error_message = "Something of the activation is left, or the agents' role is gone."
  }
}

run "containers_have_roles_for_this_account_s_tasks_and_no_log_of_their_own" {
  variables {
    service_platform     = "container"
    container_subnet_ids = ["subnet-1"]
    container_image_uris = { for service in ["checker", "issuer", "deployer", "crl-sync"] : service => "ghcr.io/example/${service}:1" }
  }

  assert {
    condition = alltrue([
      for role in aws_iam_role.service : jsondecode(role.assume_role_policy).Statement == [{
        Effect    = "Allow"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
      }]
    ]) && length(aws_iam_role_policy.log) == 0
    error_message = "Wrong: ${aws_iam_role.service["issuer"].assume_role_policy}"
  }
}

run "a_stack_that_is_to_be_removed_gives_up_its_protection" {
  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_dynamodb_table.inventory.deletion_protection_enabled && aws_s3_bucket.crl[0].force_destroy
    error_message = "Table or bucket would outlive a destroy."
  }
}
