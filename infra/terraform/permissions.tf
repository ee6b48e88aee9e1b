# One role per service, with the policy of its name in policies/, and the operators' policy. stand-in/ enforces the same files.

locals {
  services = toset(["checker", "issuer", "deployer", "crl-sync"])

  policies = {
    for name in setunion(local.services, ["operator"]) : name => jsonencode({
      Version   = "2012-10-17"
      Statement = yamldecode(templatefile("${path.module}/policies/${name}.yaml", local.template_variables)).Statement
    })
  }
}

resource "aws_iam_role" "service" {
  for_each = local.services

  name                 = "${local.prefix}${each.key}"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [merge(
      {
        Effect    = "Allow"
        Principal = { Service = var.service_platform == "lambda" ? "lambda.amazonaws.com" : "ecs-tasks.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
      # ECS developer guide, "Task IAM role". Lambda's page on execution roles has no such condition.
      var.service_platform == "container" ? { Condition = { StringEquals = { "aws:SourceAccount" = local.account } } } : {},
    )]
  })
}

resource "aws_iam_role_policy" "service" {
  for_each = local.services

  name   = each.key
  role   = aws_iam_role.service[each.key].id
  policy = local.policies[each.key]
}

# A function writes its log with its own role; a container's is written by Fargate.
resource "aws_iam_role_policy" "log" {
  for_each = var.service_platform == "lambda" ? local.services : []

  name = "log"
  role = aws_iam_role.service[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${local.prefix}${each.key}:*"
    }]
  })
}

# Only an existing CA's bucket may have a key of its own: S3 then decrypts in crl-sync's name.
resource "aws_iam_role_policy" "crl_bucket_key" {
  count = var.existing_crl_bucket_key_arn == null ? 0 : 1

  name = "crl-bucket-key"
  role = aws_iam_role.service["crl-sync"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "kms:Decrypt"
      Resource  = var.existing_crl_bucket_key_arn
      Condition = { StringLike = { "kms:ViaService" = "s3.${local.region}.amazonaws.*" } }
    }]
  })
}

# Not attached to anybody: operators are users and roles that others manage.
resource "aws_iam_policy" "operator" {
  name        = "${local.prefix}operator"
  description = "Adds hosts, sends requests, reads and redrives dead letters of ${var.prefix}"
  policy      = local.policies["operator"]
}
