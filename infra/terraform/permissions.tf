# One role per service, with the policy of its name in policies/, and the operators' policy. local/ enforces the same files.

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
  assume_role_policy   = data.aws_iam_policy_document.service_trust.json
  permissions_boundary = var.permissions_boundary
}

resource "aws_iam_role_policy" "service" {
  for_each = local.services

  name   = each.key
  role   = aws_iam_role.service[each.key].id
  policy = local.policies[each.key]
}

data "aws_iam_policy_document" "service_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [var.runtime == "lambda" ? "lambda.amazonaws.com" : "ecs-tasks.amazonaws.com"]
    }

    # ECS developer guide, "Task IAM role". Lambda's page on execution roles gives no such keys.
    dynamic "condition" {
      for_each = var.runtime == "container" ? [local.account] : []

      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [condition.value]
      }
    }
  }
}

# A function writes its log with its own role; a container's is written by Fargate.
resource "aws_iam_role_policy" "log" {
  for_each = var.runtime == "lambda" ? local.services : []

  name   = "log"
  role   = aws_iam_role.service[each.key].id
  policy = data.aws_iam_policy_document.log[each.key].json
}

data "aws_iam_policy_document" "log" {
  for_each = var.runtime == "lambda" ? local.services : []

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${local.prefix}${each.key}:*"]
  }
}

# Not attached to anybody: operators are users and roles that others manage.
resource "aws_iam_policy" "operator" {
  name        = "${local.prefix}operator"
  description = "Adds hosts, sends orders, reads and redrives dead letters of ${var.prefix}"
  policy      = local.policies["operator"]
}
