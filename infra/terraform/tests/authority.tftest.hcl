# The CA, its CRL and what trusts it.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  ca_key_algorithm     = "EC_secp384r1"
  ca_signing_algorithm = "SHA384WITHECDSA"
}

run "the_ca_is_made_as_the_variables_say" {
  variables {
    ca_common_name      = "Example hosts"
    ca_country          = "DE"
    ca_organization     = "Example GmbH"
    ca_validity_years   = 5
    crl_expiration_days = 3
  }

  assert {
    condition = aws_acmpca_certificate_authority.root[0].certificate_authority_configuration[0].subject[0].common_name == "Example hosts" && (
      aws_acmpca_certificate_authority.root[0].certificate_authority_configuration[0].subject[0].country == "DE" &&
      aws_acmpca_certificate_authority.root[0].certificate_authority_configuration[0].subject[0].organization == "Example GmbH" &&
      aws_acmpca_certificate_authority.root[0].certificate_authority_configuration[0].key_algorithm == "EC_secp384r1" &&
      aws_acmpca_certificate_authority.root[0].certificate_authority_configuration[0].signing_algorithm == "SHA384WITHECDSA" &&
      aws_acmpca_certificate.root[0].signing_algorithm == "SHA384WITHECDSA" &&
      aws_acmpca_certificate.root[0].validity[0].value == "5" &&
      aws_acmpca_certificate_authority.root[0].revocation_configuration[0].crl_configuration[0].expiration_in_days == 3
    )
    error_message = "Wrong: ${jsonencode(aws_acmpca_certificate_authority.root)}"
  }
}

run "a_ca_keeps_its_subject_and_key_for_life" {
  variables {
    ca_organization      = "Another GmbH"
    ca_validity_years    = 6
    ca_key_algorithm     = "EC_prime256v1"
    ca_signing_algorithm = "SHA256WITHECDSA"
  }

  assert {
    # It would be another CA, and every host's certificate worth nothing.
    condition     = aws_acmpca_certificate_authority.root[0].certificate_authority_configuration[0].subject[0].organization == "Example GmbH" && aws_acmpca_certificate.root[0].validity[0].value == "5"
    error_message = "The CA is replaced."
  }
}

run "the_stack_s_ca_is_a_short_lived_root_that_signs_itself" {
  assert {
    condition = (
      aws_acmpca_certificate_authority.root[0].type == "ROOT" &&
      aws_acmpca_certificate_authority.root[0].usage_mode == "SHORT_LIVED_CERTIFICATE" &&
      aws_acmpca_certificate.root[0].template_arn == "arn:aws:acm-pca:::template/RootCACertificate/V1" &&
      aws_acmpca_certificate.root[0].validity[0].type == "YEARS" &&
      aws_acmpca_certificate_authority_certificate.root[0].certificate == aws_acmpca_certificate.root[0].certificate
    )
    error_message = "Wrong: ${jsonencode(aws_acmpca_certificate.root)}"
  }
}

run "the_ca_writes_its_crl_to_the_bucket_and_no_other_account_s_ca_does" {
  assert {
    condition = aws_acmpca_certificate_authority.root[0].revocation_configuration[0].crl_configuration[0].s3_bucket_name == "certfleet-crl" && (
      aws_acmpca_certificate_authority.root[0].revocation_configuration[0].crl_configuration[0].enabled &&
      aws_acmpca_certificate_authority.root[0].revocation_configuration[0].crl_configuration[0].s3_object_acl == "BUCKET_OWNER_FULL_CONTROL"
    )
    error_message = "The CRL goes elsewhere."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_s3_bucket_policy.crl[0].policy).Statement : [statement.Principal, statement.Condition] if statement.Effect == "Allow"
      ] == [[
        { Service = "acm-pca.amazonaws.com" },
        {
          StringEquals = { "aws:SourceAccount" = "111122223333" }
          ArnLike      = { "aws:SourceArn" = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/*" }
        },
    ]]
    error_message = "Others may write: ${aws_s3_bucket_policy.crl[0].policy}"
  }
}

run "the_bucket_is_private_versioned_takes_tls_only_and_tells_eventbridge" {
  variables {
    deletion_protection = true
  }

  assert {
    condition = (
      aws_s3_bucket_public_access_block.crl[0].block_public_acls && aws_s3_bucket_public_access_block.crl[0].block_public_policy &&
      aws_s3_bucket_public_access_block.crl[0].ignore_public_acls && aws_s3_bucket_public_access_block.crl[0].restrict_public_buckets &&
      aws_s3_bucket_ownership_controls.crl[0].rule[0].object_ownership == "BucketOwnerEnforced" &&
      aws_s3_bucket_versioning.crl[0].versioning_configuration[0].status == "Enabled" &&
      aws_s3_bucket_notification.crl[0].eventbridge && !aws_s3_bucket.crl[0].force_destroy
    )
    error_message = "Wrong: ${jsonencode(aws_s3_bucket.crl)}"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.crl[0].rule : [rule.status, one(rule.noncurrent_version_expiration).noncurrent_days, length(rule.expiration)]] == [["Enabled", 30, 0]]
    error_message = "Old CRLs stay for ever, or the present one does not: ${jsonencode(aws_s3_bucket_lifecycle_configuration.crl[0].rule)}"
  }

  assert {
    condition = [
      for statement in jsondecode(aws_s3_bucket_policy.crl[0].policy).Statement : [statement.Principal, statement.Action, statement.Resource, statement.Condition]
      if statement.Effect == "Deny"
    ] == [["*", "s3:*", ["arn:aws:s3:::certfleet-crl", "arn:aws:s3:::certfleet-crl/*"], { Bool = { "aws:SecureTransport" = "false" } }]]
    error_message = "The bucket may be read in the clear."
  }
}

run "a_ca_signs_with_nothing_that_its_key_cannot" {
  command = plan

  variables {
    ca_key_algorithm     = "RSA_2048"
    ca_signing_algorithm = "SHA256WITHRSA"
  }

  # It was made with an EC key above.
  expect_failures = [aws_acmpca_certificate_authority.root]
}

run "roles_anywhere_trusts_the_ca_and_tells_of_its_end" {
  assert {
    condition = (
      aws_rolesanywhere_trust_anchor.hosts.source[0].source_type == "AWS_ACM_PCA" &&
      aws_rolesanywhere_trust_anchor.hosts.source[0].source_data[0].acm_pca_arn == "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/own"
    )
    error_message = "The trust anchor trusts another CA."
  }

  assert {
    condition = {
      for setting in aws_rolesanywhere_trust_anchor.hosts.notification_settings : setting.event => [setting.enabled, setting.threshold]
    } == { END_ENTITY_CERTIFICATE_EXPIRY = [false, 1], CA_CERTIFICATE_EXPIRY = [true, 45] }
    error_message = "Wrong: ${jsonencode(aws_rolesanywhere_trust_anchor.hosts.notification_settings)}"
  }
}

run "the_sample_role_demands_this_trust_anchor_and_a_host_s_subject" {
  assert {
    condition = jsondecode(aws_iam_role.host.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { Service = "rolesanywhere.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
      Condition = {
        ArnEquals  = { "aws:SourceArn" = "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/hosts" }
        StringLike = { "aws:PrincipalTag/x509Subject/CN" = ["mi-*", "i-*"] }
      }
    }]
    error_message = "Wrong: ${aws_iam_role.host.assume_role_policy}"
  }

  assert {
    condition     = aws_rolesanywhere_profile.hosts.role_arns == toset(["arn:aws:iam::111122223333:role/certfleet-host"])
    error_message = "The profile gives another role."
  }
}

run "the_sample_role_demands_the_whole_subject" {
  variables {
    host_subject_o  = "Example GmbH"
    host_subject_ou = "Hosts"
  }

  assert {
    condition = jsondecode(aws_iam_role.host.assume_role_policy).Statement[0].Condition.StringEquals == {
      "aws:PrincipalTag/x509Subject/O"  = "Example GmbH"
      "aws:PrincipalTag/x509Subject/OU" = "Hosts"
    }
    error_message = "Wrong: ${aws_iam_role.host.assume_role_policy}"
  }
}

run "an_existing_ca_is_used_and_none_is_made" {
  variables {
    existing_ca_arn            = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket        = "crls"
    crl_key_prefix             = "hosts/crl/"
    certificate_validity_hours = 720
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      arn                      = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
      status                   = "ACTIVE"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ enabled = true, s3_bucket_name = "crls" }] }]
    }
  }

  assert {
    condition = length(concat(
      aws_acmpca_certificate_authority.root, aws_acmpca_certificate.root, aws_acmpca_certificate_authority_certificate.root,
      aws_s3_bucket.crl, aws_s3_bucket_policy.crl, aws_s3_bucket_notification.crl, aws_s3_bucket_versioning.crl,
      aws_s3_bucket_ownership_controls.crl, aws_s3_bucket_public_access_block.crl, aws_s3_bucket_lifecycle_configuration.crl,
    )) == 0
    error_message = "A CA or a bucket is made."
  }

  assert {
    condition = (
      output.ca_arn == var.existing_ca_arn && output.crl_bucket == "crls" &&
      aws_rolesanywhere_trust_anchor.hosts.source[0].source_data[0].acm_pca_arn == var.existing_ca_arn &&
      jsondecode(aws_cloudwatch_event_rule.into_queue["certificate"].event_pattern).resources == [var.existing_ca_arn] &&
      jsondecode(aws_cloudwatch_event_rule.into_queue["crl"].event_pattern)["$or"][0].detail == {
        bucket = { name = ["crls"] }
        object = { key = [{ wildcard = "hosts/crl/*.crl" }] }
      } &&
      jsondecode(aws_cloudwatch_event_rule.into_queue["crl"].event_pattern)["$or"][1].resources == [var.existing_ca_arn]
    )
    error_message = "Something is bound to another CA or bucket."
  }

  assert {
    condition = toset(flatten([
      for policy in aws_iam_role_policy.service : [
        for statement in jsondecode(policy.policy).Statement : statement.Resource
        if anytrue([for action in flatten([statement.Action]) : startswith(action, "acm-pca:")])
      ]
    ])) == toset([var.existing_ca_arn])
    error_message = "A service may use another CA."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.service["crl-sync"].policy).Statement : statement.Resource
      if anytrue([for action in flatten([statement.Action]) : startswith(action, "s3:")])
    ])) == toset(["arn:aws:s3:::crls", "arn:aws:s3:::crls/hosts/crl/*.crl"])
    error_message = "crl-sync reads another bucket."
  }

  assert {
    condition     = length(aws_iam_role_policy.crl_bucket_key) == 0
    error_message = "crl-sync may use a key that nobody named."
  }
}

run "of_an_existing_ca_s_encrypted_bucket_crl_sync_may_use_the_key_through_s3" {
  variables {
    existing_ca_arn             = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket         = "crls"
    existing_crl_bucket_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      arn                      = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
      status                   = "ACTIVE"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ enabled = true, s3_bucket_name = "crls" }] }]
    }
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.crl_bucket_key[0].policy).Statement == [{
      Effect    = "Allow"
      Action    = "kms:Decrypt"
      Resource  = var.existing_crl_bucket_key_arn
      Condition = { StringLike = { "kms:ViaService" = "s3.eu-central-1.amazonaws.*" } }
    }] && aws_iam_role_policy.crl_bucket_key[0].role == aws_iam_role.service["crl-sync"].id
    error_message = "Wrong: ${aws_iam_role_policy.crl_bucket_key[0].policy}"
  }
}

run "an_existing_ca_must_be_active" {
  command = plan

  variables {
    existing_ca_arn     = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket = "crls"
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      status                   = "DISABLED"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ enabled = true, s3_bucket_name = "crls" }] }]
    }
  }

  expect_failures = [data.aws_acmpca_certificate_authority.existing]
}

run "an_existing_short_lived_ca_gives_no_longer_certificates" {
  command = plan

  variables {
    existing_ca_arn            = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket        = "crls"
    certificate_validity_hours = 169
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      status                   = "ACTIVE"
      usage_mode               = "SHORT_LIVED_CERTIFICATE"
      revocation_configuration = [{ crl_configuration = [{ enabled = true, s3_bucket_name = "crls" }] }]
    }
  }

  expect_failures = [data.aws_acmpca_certificate_authority.existing]
}

run "an_existing_ca_must_write_its_crl_to_that_bucket" {
  command = plan

  variables {
    existing_ca_arn     = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket = "crls"
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      status                   = "ACTIVE"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ enabled = true, s3_bucket_name = "others" }] }]
    }
  }

  expect_failures = [data.aws_acmpca_certificate_authority.existing]
}

run "an_existing_ca_must_write_a_crl_at_all" {
  command = plan

  variables {
    existing_ca_arn     = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket = "crls"
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      status                   = "ACTIVE"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ enabled = false, s3_bucket_name = "crls" }] }]
    }
  }

  expect_failures = [data.aws_acmpca_certificate_authority.existing]
}

run "an_existing_ca_must_be_of_this_account_and_region" {
  command = plan

  variables {
    existing_ca_arn     = "arn:aws:acm-pca:eu-central-1:444455556666:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket = "crls"
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      status                   = "ACTIVE"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ enabled = true, s3_bucket_name = "crls" }] }]
    }
  }

  expect_failures = [data.aws_acmpca_certificate_authority.existing]
}
