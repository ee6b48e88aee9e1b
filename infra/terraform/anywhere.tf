# What a host's certificate is good for: sessions of a role, from IAM Roles Anywhere.

resource "aws_rolesanywhere_trust_anchor" "hosts" {
  name    = "${local.prefix}hosts"
  enabled = true

  source {
    source_type = "AWS_ACM_PCA"

    source_data {
      acm_pca_arn = local.ca_arn
    }
  }

  # No variable stands in these two: the provider replaces a trust anchor to change them, and every host would be cut off.
  #
  # By default Roles Anywhere warns 45 days ahead, and so of every certificate of 7 days ("Customize notification settings", user
  # guide). Hosts that were not renewed are reported by the alarm "expiring".
  notification_settings {
    event     = "END_ENTITY_CERTIFICATE_EXPIRY"
    channel   = "ALL"
    enabled   = false
    threshold = 1
  }

  # The metric DaysToExpiry begins here, and the alarm "ca-end" waits for twice the life of a host's certificate: 14 days at most
  # under the stack's own CA, 360 under an existing one.
  notification_settings {
    event     = "CA_CERTIFICATE_EXPIRY"
    channel   = "ALL"
    enabled   = true
    threshold = local.existing_ca ? 360 : 45
  }

  # Whoever changes them by hand (aws rolesanywhere put-notification-settings) keeps the trust anchor, too.
  lifecycle {
    ignore_changes = [notification_settings]
  }
}

resource "aws_rolesanywhere_profile" "hosts" {
  name             = "${local.prefix}hosts"
  enabled          = true
  role_arns        = [aws_iam_role.host.arn]
  duration_seconds = 3600
}

# A sample, with no permissions: enough for a host to prove its certificate. A role for applications trusts in the same way.
resource "aws_iam_role" "host" {
  name                 = "${local.prefix}host"
  permissions_boundary = var.permissions_boundary

  # policies/host-trust.yaml, which stand-in/ enforces too, and the subject that the issuer adds.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in yamldecode(templatefile("${path.module}/policies/host-trust.yaml", { trust_anchor_arn = aws_rolesanywhere_trust_anchor.hosts.arn })).Statement :
      merge(statement, {
        Condition = merge(
          statement.Condition,
          length(local.subject) > 0 ? { StringEquals = { for field, value in local.subject : "aws:PrincipalTag/x509Subject/${field}" => value } } : {},
        )
      })
    ]
  })
}

locals {
  subject = { for field, value in { O = var.host_subject_o, OU = var.host_subject_ou } : field => value if value != null }
}
