# A stack that is protected stays what it was made as. That a destroy of it is refused is shown by apply-check.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "a_stack_is_made_and_protected" {
  variables {
    deletion_protection = true
  }

  assert {
    condition     = terraform_data.destroy_guard.input && terraform_data.identity[0].input.prefix == "certfleet"
    error_message = "Nothing refuses a destroy."
  }
}

run "another_prefix_is_refused" {
  command = plan

  variables {
    deletion_protection = true
    prefix              = "another"
  }

  expect_failures = [terraform_data.identity]
}

run "another_ca_is_refused" {
  command = plan

  variables {
    deletion_protection = true
    existing_ca_arn     = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012"
    existing_crl_bucket = "crl"
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing
    values = {
      arn                      = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012"
      status                   = "ACTIVE"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ enabled = true, s3_bucket_name = "crl" }] }]
    }
  }

  expect_failures = [terraform_data.identity]
}

run "another_region_is_refused" {
  command = plan

  variables {
    deletion_protection = true
  }

  override_data {
    target = data.aws_region.current
    values = { id = "us-east-1" }
  }

  expect_failures = [terraform_data.identity]
}

run "another_account_is_refused" {
  command = plan

  variables {
    deletion_protection = true
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "444455556666", arn = "arn:aws:sts::444455556666:assumed-role/platform/anna" }
  }

  expect_failures = [terraform_data.identity]
}

run "what_a_stack_may_change_is_not_refused" {
  command = plan

  variables {
    deletion_protection        = true
    certificate_validity_hours = 48
    service_architecture       = "arm64"
    tags                       = { team = "platform" }
  }

  assert {
    # What made it is not forgotten.
    condition     = terraform_data.identity[0].input.prefix == "certfleet"
    error_message = "It is another stack: ${jsonencode(terraform_data.identity)}"
  }
}

run "without_protection_a_stack_may_become_another" {
  variables {
    deletion_protection = false
    prefix              = "another"
  }

  assert {
    condition     = length(terraform_data.identity) == 0 && !terraform_data.destroy_guard.input
    error_message = "It is still protected."
  }
}
