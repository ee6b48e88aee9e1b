# The CA that signs the hosts' certificates: a short-lived root of the stack's own, or an existing one. A short-lived CA costs
# 50 USD a month instead of 400, and signs nothing that lives longer than 7 days (Private CA user guide, "Understanding CA modes").

locals {
  existing_ca = var.existing_ca_arn != null

  # The certificate's, not the CA's: whoever uses the CA waits until it is active.
  ca_arn = local.existing_ca ? data.aws_acmpca_certificate_authority.existing[0].arn : aws_acmpca_certificate_authority_certificate.root[0].certificate_authority_arn
}

resource "aws_acmpca_certificate_authority" "root" {
  count = local.existing_ca ? 0 : 1

  type                            = "ROOT"
  usage_mode                      = "SHORT_LIVED_CERTIFICATE"
  permanent_deletion_time_in_days = 30

  certificate_authority_configuration {
    key_algorithm     = var.ca_key_algorithm
    signing_algorithm = var.ca_signing_algorithm

    subject {
      common_name  = coalesce(var.ca_common_name, "${var.prefix} CA")
      country      = var.ca_country
      organization = var.ca_organization
    }
  }

  revocation_configuration {
    crl_configuration {
      enabled            = true
      expiration_in_days = var.crl_expiration_days
      s3_bucket_name     = aws_s3_bucket.crl[0].id
      # The bucket knows no ACLs: this is the one that it takes (S3 user guide, "Controlling ownership of objects").
      s3_object_acl = "BUCKET_OWNER_FULL_CONTROL"
    }
  }

  # A CA keeps its subject and key for life. Other values would replace it, and with it every host's certificate at once.
  lifecycle {
    ignore_changes = [certificate_authority_configuration]

    postcondition {
      # The issuer would ask for signatures that this key cannot make.
      condition     = endswith(var.ca_signing_algorithm, "RSA") == startswith(self.certificate_authority_configuration[0].key_algorithm, "RSA")
      error_message = "The CA's key is ${self.certificate_authority_configuration[0].key_algorithm} for as long as it lives, and signs no ${var.ca_signing_algorithm}."
    }
  }

  # Private CA writes a test object while it makes the CA.
  depends_on = [aws_s3_bucket_policy.crl, aws_s3_bucket_ownership_controls.crl, aws_s3_bucket_public_access_block.crl]
}

resource "aws_acmpca_certificate" "root" {
  count = local.existing_ca ? 0 : 1

  certificate_authority_arn   = aws_acmpca_certificate_authority.root[0].arn
  certificate_signing_request = aws_acmpca_certificate_authority.root[0].certificate_signing_request
  signing_algorithm           = var.ca_signing_algorithm
  template_arn                = "arn:${local.partition}:acm-pca:::template/RootCACertificate/V1"

  validity {
    type  = "YEARS"
    value = var.ca_validity_years
  }

  # The trust anchor goes on knowing the first one.
  lifecycle {
    ignore_changes = [signing_algorithm, validity]
  }
}

# With its certificate the CA becomes active.
resource "aws_acmpca_certificate_authority_certificate" "root" {
  count = local.existing_ca ? 0 : 1

  certificate_authority_arn = aws_acmpca_certificate_authority.root[0].arn
  certificate               = aws_acmpca_certificate.root[0].certificate
  certificate_chain         = aws_acmpca_certificate.root[0].certificate_chain
}

data "aws_acmpca_certificate_authority" "existing" {
  count = local.existing_ca ? 1 : 0

  arn = var.existing_ca_arn

  lifecycle {
    precondition {
      # The services reach it without another role, and its events arrive on this account's bus in this Region only.
      condition     = startswith(var.existing_ca_arn, "arn:${local.partition}:acm-pca:${local.region}:${local.account}:")
      error_message = "existing_ca_arn is of another account or Region: ${var.existing_ca_arn}."
    }

    postcondition {
      condition     = self.status == "ACTIVE"
      error_message = "The existing CA is not active but ${self.status}."
    }

    postcondition {
      condition     = self.usage_mode != "SHORT_LIVED_CERTIFICATE" || var.certificate_validity_hours <= 168
      error_message = "certificate_validity_hours is at most 168: the existing CA is short-lived."
    }

    postcondition {
      condition = contains(flatten([
        for revocation in self.revocation_configuration : [for crl in revocation.crl_configuration : crl.s3_bucket_name if crl.enabled]
      ]), var.existing_crl_bucket)
      error_message = "The existing CA writes no CRL to existing_crl_bucket."
    }
  }
}
