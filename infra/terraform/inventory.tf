# The table of hosts, one item per host. An operator adds {"hostID": {"S": "mi-..."}}; the services write the rest.

resource "aws_dynamodb_table" "inventory" {
  name         = "${local.prefix}inventory"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "hostID"

  attribute {
    name = "hostID"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.inventory.arn
  }

  # Items beside the hosts, such as what is revoked, last as long as what they are about. Rows of hosts have no such attribute.
  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  deletion_protection_enabled = var.deletion_protection
}

resource "aws_kms_key" "inventory" {
  description         = "${local.prefix}inventory"
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
      # CreateTable gives DynamoDB its grants in the caller's name (DynamoDB developer guide, "Encryption at rest: usage notes"). This
      # reads nothing: Decrypt is below.
      {
        Sid       = "MakesTheTable"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = ["kms:CreateGrant", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = { StringLike = { "kms:ViaService" = "dynamodb.${local.region}.amazonaws.*" } }
      },
      # By condition instead of by principal: KMS refuses a policy that names a principal which does not exist, or not yet.
      {
        Sid       = "ReadsAndWritesRows"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = {
          ArnEquals = { "aws:PrincipalArn" = distinct(concat(
            [for service in ["checker", "issuer", "deployer"] : aws_iam_role.service[service].arn], [terraform_data.creator.input], var.operators,
          )) }
          StringLike = { "kms:ViaService" = "dynamodb.${local.region}.amazonaws.*" }
        }
      },
    ]
  })
}

# Whoever makes the table needs kms:Decrypt (DynamoDB developer guide, "Encryption at rest: usage notes"). It stays the one who made it: if
# the key's policy followed each caller, a plan of somebody else's would always want to change it.
resource "terraform_data" "creator" {
  input = data.aws_iam_session_context.caller.issuer_arn

  lifecycle {
    ignore_changes = [input]
  }
}

# The role behind a session, where the caller is one.
data "aws_iam_session_context" "caller" {
  arn = data.aws_caller_identity.current.arn
}

resource "aws_kms_alias" "inventory" {
  name          = "alias/${local.prefix}inventory"
  target_key_id = aws_kms_key.inventory.key_id
}

locals {
  # What the key policy that the console makes gives administrators (KMS developer guide, "Default key policy").
  key_administration = [
    "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:Delete*", "kms:Describe*", "kms:Disable*", "kms:Enable*", "kms:Get*", "kms:List*",
    "kms:Put*", "kms:Revoke*", "kms:RotateKeyOnDemand", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:Update*",
  ]
}
