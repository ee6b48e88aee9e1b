# What makes no sense is refused before anything is planned, and each variable's edge is not.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "a_prefix_has_no_capitals" {
  command = plan

  variables {
    prefix = "Certfleet"
  }

  expect_failures = [var.prefix]
}

run "a_prefix_does_not_end_with_a_hyphen" {
  command = plan

  variables {
    prefix = "certfleet-"
  }

  expect_failures = [var.prefix]
}

run "a_prefix_is_not_shorter_than_three_characters" {
  command = plan

  variables {
    prefix = "cf"
  }

  expect_failures = [var.prefix]
}

run "a_prefix_is_not_so_long_that_the_bucket_has_no_name" {
  command = plan

  variables {
    prefix = "certfleet-of-the-whole-company"
  }

  expect_failures = [var.prefix]
}

run "a_prefix_is_not_one_that_systems_manager_reserves" {
  command = plan

  variables {
    prefix = "awsfleet"
  }

  expect_failures = [var.prefix]
}

run "a_permissions_boundary_is_an_arn" {
  command = plan

  variables {
    permissions_boundary = "boundary"
  }

  expect_failures = [var.permissions_boundary]
}

run "an_existing_ca_is_an_arn" {
  command = plan

  variables {
    existing_crl_bucket = "crls"
    existing_ca_arn     = "ca"
  }

  expect_failures = [var.existing_ca_arn]
}

run "a_former_ca_is_an_arn" {
  command = plan

  variables {
    former_ca_arns = ["arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555", "ca"]
  }

  expect_failures = [var.former_ca_arns]
}

run "a_former_ca_is_named_once" {
  command = plan

  variables {
    former_ca_arns = [
      "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555",
      "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555",
    ]
  }

  expect_failures = [var.former_ca_arns]
}

run "a_crl_bucket_comes_with_its_ca" {
  command = plan

  variables {
    existing_crl_bucket = "crls"
  }

  expect_failures = [var.existing_crl_bucket]
}

run "an_existing_ca_comes_with_its_crl_bucket" {
  command = plan

  variables {
    existing_ca_arn     = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555"
    existing_crl_bucket = null
  }

  expect_failures = [var.existing_crl_bucket]
}

run "a_crl_lies_where_private_ca_writes" {
  command = plan

  variables {
    crl_key_prefix = "lists"
  }

  expect_failures = [var.crl_key_prefix]
}

run "a_ca_s_name_is_not_empty" {
  command = plan

  variables {
    ca_common_name = ""
  }

  expect_failures = [var.ca_common_name]
}

run "a_country_is_a_code" {
  command = plan

  variables {
    ca_country = "Germany"
  }

  expect_failures = [var.ca_country]
}

run "a_ca_s_organization_must_be_said" {
  command = plan

  variables {
    ca_organization = null
  }

  expect_failures = [var.ca_organization]
}

run "an_existing_ca_has_its_organization" {
  command = plan

  variables {
    ca_organization     = null
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

  assert {
    condition     = length(aws_acmpca_certificate_authority.root) == 0
    error_message = "A CA is made."
  }
}

run "nobody_who_hears_of_alarms_is_warned_of" {
  command = plan

  variables {
    sns_subscriber_emails = []
  }

  expect_failures = [check.somebody_is_told]
}

run "an_account_has_twelve_digits" {
  command = plan

  variables {
    account_id = "1111-2222-3333"
  }

  expect_failures = [var.account_id]
}

run "a_region_is_no_zone" {
  command = plan

  variables {
    region = "eu-central-1a"
  }

  expect_failures = [var.region]
}

run "an_activation_ends_at_a_time_that_aws_would_write_the_same" {
  command = plan

  variables {
    activation_expiration = "2027-01-31T00:00:00+01:00"
  }

  expect_failures = [var.activation_expiration]
}

run "an_organization_is_not_empty" {
  command = plan

  variables {
    ca_organization = ""
  }

  expect_failures = [var.ca_organization]
}

run "a_ca_lives_a_year_at_least" {
  command = plan

  variables {
    ca_validity_years = 0
  }

  expect_failures = [var.ca_validity_years]
}

run "a_ca_does_not_live_for_ever" {
  command = plan

  variables {
    ca_validity_years = 31
  }

  expect_failures = [var.ca_validity_years]
}

run "a_ca_s_key_is_strong" {
  command = plan

  variables {
    ca_key_algorithm = "RSA_1024"
  }

  expect_failures = [var.ca_key_algorithm]
}

run "a_signature_is_strong" {
  command = plan

  variables {
    ca_signing_algorithm = "SHA1WITHRSA"
  }

  expect_failures = [var.ca_signing_algorithm]
}

run "an_rsa_key_signs_no_ecdsa" {
  command = plan

  variables {
    ca_signing_algorithm = "SHA256WITHECDSA"
  }

  expect_failures = [var.ca_signing_algorithm]
}

run "an_ec_key_signs_no_rsa" {
  command = plan

  variables {
    ca_key_algorithm     = "EC_prime256v1"
    ca_signing_algorithm = "SHA256WITHRSA"
  }

  expect_failures = [var.ca_signing_algorithm]
}

run "a_crl_lives_a_day_at_least" {
  command = plan

  variables {
    crl_expiration_days = 0
  }

  expect_failures = [var.crl_expiration_days]
}

run "a_certificate_s_folder_is_absolute" {
  command = plan

  variables {
    host_cert_path = "etc/certfleet"
  }

  expect_failures = [var.host_cert_path]
}

run "a_key_s_folder_climbs_nowhere" {
  command = plan

  variables {
    host_key_path = "/etc/../tmp"
  }

  expect_failures = [var.host_key_path]
}

run "a_csr_s_folder_has_no_blanks" {
  command = plan

  variables {
    host_csr_path = "/etc/cert fleet"
  }

  expect_failures = [var.host_csr_path]
}

run "a_chain_s_folder_ends_without_a_slash" {
  command = plan

  variables {
    host_ca_cert_path = "/etc/certfleet/"
  }

  expect_failures = [var.host_ca_cert_path]
}

run "a_signing_helper_s_folder_is_absolute" {
  command = plan

  variables {
    host_signing_helper_path = "~/bin"
  }

  expect_failures = [var.host_signing_helper_path]
}

run "a_host_s_key_is_strong" {
  command = plan

  variables {
    host_key_algorithm = "RSA_1024"
  }

  expect_failures = [var.host_key_algorithm]
}

run "an_owner_is_a_user_name" {
  command = plan

  variables {
    host_key_owner = "root; reboot"
  }

  expect_failures = [var.host_key_owner]
}

run "a_subject_s_organization_is_not_empty" {
  command = plan

  variables {
    host_subject_o = ""
  }

  expect_failures = [var.host_subject_o]
}

run "a_subject_s_unit_is_not_empty" {
  command = plan

  variables {
    host_subject_ou = ""
  }

  expect_failures = [var.host_subject_ou]
}

run "a_validation_is_one_of_three" {
  command = plan

  variables {
    host_proof = "maybe"
  }

  expect_failures = [var.host_proof]
}

run "a_short_lived_ca_gives_no_longer_certificates" {
  command = plan

  variables {
    certificate_validity_hours = 169
  }

  expect_failures = [var.certificate_validity_hours]
}

run "a_certificate_lives_six_hours_at_least" {
  command = plan

  variables {
    certificate_validity_hours = 5
  }

  expect_failures = [var.certificate_validity_hours]
}

run "a_renewal_leaves_time_to_fix" {
  command = plan

  variables {
    renewal_fraction = 0.9
  }

  expect_failures = [var.renewal_fraction]
}

run "an_issued_certificate_is_used_for_a_while" {
  command = plan

  variables {
    renewal_fraction = 0.1
  }

  expect_failures = [var.renewal_fraction]
}

run "jitter_does_not_eat_up_the_time_to_fix" {
  command = plan

  variables {
    renewal_jitter = 0.2
  }

  expect_failures = [var.renewal_jitter]
}

run "a_rotation_rate_is_one_at_least" {
  command = plan

  variables {
    rotations_per_second = 0
  }

  expect_failures = [var.rotations_per_second]
}

run "sweeps_do_not_overlap" {
  command = plan

  variables {
    sweep_every_minutes = 4
  }

  expect_failures = [var.sweep_every_minutes]
}

run "a_certificate_s_life_has_six_sweeps" {
  command = plan

  variables {
    sweep_every_minutes        = 61
    certificate_validity_hours = 6
  }

  expect_failures = [var.sweep_every_minutes]
}

run "a_lost_revocation_waits_a_day_at_most" {
  command = plan

  variables {
    verify_crl_every_minutes = 1441
  }

  expect_failures = [var.verify_crl_every_minutes]
}

run "a_delivery_may_take_half_a_minute_at_least" {
  command = plan

  variables {
    delivery_timeout_seconds = 29
  }

  expect_failures = [var.delivery_timeout_seconds]
}

run "a_script_may_run_five_seconds_at_least" {
  command = plan

  variables {
    host_proof                = "off"
    execution_timeout_seconds = 4
  }

  expect_failures = [var.execution_timeout_seconds]
}

run "proofs_are_spread_over_less_than_a_script_may_run" {
  command = plan

  variables {
    proof_spread_seconds = 91
  }

  expect_failures = [var.proof_spread_seconds]
}

run "a_certificate_does_not_end_while_systems_manager_still_tries" {
  command = plan

  variables {
    certificate_validity_hours = 24
    delivery_timeout_seconds   = 8521
  }

  expect_failures = [var.execution_timeout_seconds]
}

run "a_tenth_of_a_certificate_s_life_is_not_too_long_to_try" {
  command = plan

  variables {
    certificate_validity_hours = 24
    delivery_timeout_seconds   = 8520
  }

  assert {
    condition     = var.delivery_timeout_seconds + var.execution_timeout_seconds == 8640
    error_message = "Not the edge."
  }
}

run "the_stack_s_own_ca_has_no_custom_path" {
  command = plan

  variables {
    crl_key_prefix = "pki/crl/"
  }

  expect_failures = [var.crl_key_prefix]
}

run "a_bucket_s_key_is_an_arn" {
  command = plan

  variables {
    existing_ca_arn             = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012"
    existing_crl_bucket         = "crl"
    existing_crl_bucket_key_arn = "alias/crl"
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

  expect_failures = [var.existing_crl_bucket_key_arn]
}

run "the_stack_s_own_bucket_has_no_key_of_its_own" {
  command = plan

  variables {
    existing_crl_bucket_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012"
  }

  expect_failures = [var.existing_crl_bucket_key_arn]
}

run "an_activation_serves_somebody" {
  command = plan

  variables {
    activation_limit = 0
  }

  expect_failures = [var.activation_limit]
}

run "an_activation_ends_at_a_time" {
  command = plan

  variables {
    activation_expiration = "tomorrow"
  }

  expect_failures = [var.activation_expiration]
}

run "operators_are_named_one_by_one" {
  command = plan

  variables {
    operators = ["arn:aws:iam::111122223333:role/*"]
  }

  expect_failures = [var.operators]
}

run "a_subscriber_has_an_address" {
  command = plan

  variables {
    sns_subscriber_emails = ["oncall"]
  }

  expect_failures = [var.sns_subscriber_emails]
}

run "a_runtime_is_one_of_two" {
  command = plan

  variables {
    service_platform = "ec2"
  }

  expect_failures = [var.service_platform]
}

run "a_packaging_is_one_of_two" {
  command = plan

  variables {
    service_packaging = "zip"
  }

  expect_failures = [var.service_packaging]
}

run "an_architecture_is_one_of_two" {
  command = plan

  variables {
    service_architecture = "sparc"
  }

  expect_failures = [var.service_architecture]
}

run "a_log_is_kept_as_long_as_cloudwatch_can" {
  command = plan

  variables {
    log_retention_days = 91
  }

  expect_failures = [var.log_retention_days]
}

run "a_batch_size_is_of_a_queue" {
  command = plan

  variables {
    batch_sizes = { mail = 10 }
  }

  expect_failures = [var.batch_sizes]
}

run "the_check_queue_has_no_batches" {
  command = plan

  variables {
    batch_sizes = { check = 2 }
  }

  expect_failures = [var.batch_sizes]
}

run "a_large_batch_needs_a_window" {
  command = plan

  variables {
    batch_sizes = { crl = 11 }
  }

  expect_failures = [var.batch_sizes]
}

run "values_at_the_edge_are_taken" {
  command = plan

  variables {
    prefix                     = "abcdefghij-abcdefghij-abcdef"
    ca_validity_years          = 30
    certificate_validity_hours = 6
    sweep_every_minutes        = 60
    verify_crl_every_minutes   = 1440
    renewal_fraction           = 0.8
    renewal_jitter             = 0.1
    proof_spread_seconds       = 90
    batch_sizes                = { crl = 10, csr = 10000 }
    activation_limit           = 1000
    activation_expiration      = "2027-01-31T00:00:00Z"
    host_cert_path             = "/etc/.pki/host@1"
    operators                  = ["arn:aws:iam::111122223333:user/team/anna"]
    account_id                 = "111122223333"
    region                     = "us-gov-west-1"
  }
}
