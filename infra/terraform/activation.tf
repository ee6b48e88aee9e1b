# How hosts outside AWS become managed nodes: the agent registers with id and code, and gets the node's role and tag.

resource "aws_ssm_activation" "hosts" {
  count = var.create_activation ? 1 : 0

  name               = "${local.prefix}host"
  description        = "Hosts of ${var.prefix}"
  iam_role           = aws_iam_role.node.id
  registration_limit = var.activation_limit
  expiration_date    = var.activation_expiration
  tags               = { (local.node_tag_key) = local.node_tag_value }

  # The provider cannot update an activation, and would fail at every apply after var.tags has changed. The next one has the new ones.
  lifecycle {
    ignore_changes = [tags, tags_all]
  }

  # CreateActivation looks whether the role can be assumed and used.
  depends_on = [aws_iam_role_policy_attachment.node]
}

# Not only while there is an activation: registered hosts go on living on it.
resource "aws_iam_role" "node" {
  name                 = "${local.prefix}node"
  permissions_boundary = var.permissions_boundary

  # Systems Manager user guide, "Create the IAM service role required for Systems Manager in hybrid environments".
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ssm.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = "arn:${local.partition}:ssm:${local.region}:${local.account}:*" }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

# AWS's policy would let every host read all of the account's parameters, secrets included. The documents ask for none.
resource "aws_iam_role_policy" "node" {
  name = "no-parameters"
  role = aws_iam_role.node.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = ["ssm:GetParameter", "ssm:GetParameters"]
      Resource = "*"
    }]
  })
}
