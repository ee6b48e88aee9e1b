# What the operators are notified: alarms, and what the services say of hosts. One topic, by e-mail to whoever confirms.

resource "aws_sns_topic" "notifications" {
  name              = "${local.prefix}notifications"
  kms_master_key_id = aws_kms_key.notifications.id
}

resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.sns_subscriber_emails)

  topic_arn = aws_sns_topic.notifications.arn
  protocol  = "email"
  endpoint  = each.value
}

check "somebody_is_told" {
  assert {
    condition     = length(var.sns_subscriber_emails) > 0
    error_message = "sns_subscriber_emails is empty: unless somebody subscribes to the topic otherwise, nobody hears that hosts lose their certificates."
  }
}

resource "aws_sns_topic_policy" "notifications" {
  arn = aws_sns_topic.notifications.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OurAlarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.notifications.arn
        Condition = local.our_alarms
      },
      # Whose own policies allow it: the services.
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes", "sns:SetTopicAttributes", "sns:ListSubscriptionsByTopic"]
        Resource  = aws_sns_topic.notifications.arn
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.notifications.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# A key of our own, because CloudWatch may not use alias/aws/sns, whose policy nobody can change: alarms to such a topic are
# lost in silence (SNS developer guide, "Key management", compatibility between event sources and encrypted topics).
resource "aws_kms_key" "notifications" {
  description         = "${local.prefix}notifications"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AdministersTheKeyAndCannotUseIt"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = local.key_administration
        Resource  = "*"
      },
      {
        Sid       = "OurAlarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = local.our_alarms
      },
      # By condition instead of by principal: KMS refuses a policy that names a principal which does not exist, or not yet.
      {
        Sid       = "ServicesPublish"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals  = { "aws:PrincipalArn" = [for service in ["issuer", "deployer", "crl-sync"] : aws_iam_role.service[service].arn] }
          StringLike = { "kms:ViaService" = "sns.${local.region}.amazonaws.*" }
        }
      },
    ]
  })
}

resource "aws_kms_alias" "notifications" {
  name          = "alias/${local.prefix}notifications"
  target_key_id = aws_kms_key.notifications.key_id
}

locals {
  # Another account's alarm, or another stack's, is not ours (IAM user guide, "The confused deputy problem"). CloudWatch passes both
  # to the topic's key, too (AWS Knowledge Center, "How do I configure a CloudWatch alarm with an encrypted SNS topic?").
  our_alarms = {
    StringEquals = { "aws:SourceAccount" = local.account }
    ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${local.prefix}*" }
  }
}
