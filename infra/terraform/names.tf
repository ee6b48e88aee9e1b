data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id
  account   = data.aws_caller_identity.current.account_id

  # Every name is this and a word of ours.
  prefix = "${var.prefix}-"

  # Nodes are addressed only if they carry this tag.
  node_tag_key   = "certfleet"
  node_tag_value = var.prefix

  # What the templates in policies/ and events/ may name; stand-in/ fills in the same.
  template_variables = merge(
    {
      partition      = local.partition
      account        = local.account
      region         = local.region
      prefix         = local.prefix
      node_tag_key   = local.node_tag_key
      node_tag_value = local.node_tag_value
      table_arn      = aws_dynamodb_table.inventory.arn
      table_key_arn  = aws_kms_key.inventory.arn
      topic_arn      = aws_sns_topic.notifications.arn
      topic_key_arn  = aws_kms_key.notifications.arn
      ca_arn         = local.ca_arn
      # A list, as YAML and JSON write it: of every CA that a host's certificate may be of.
      host_ca_arns   = jsonencode(concat([local.ca_arn], var.former_ca_arns))
      crl_bucket     = local.crl_bucket
      crl_bucket_arn = "arn:${local.partition}:s3:::${local.crl_bucket}"
      crl_key_prefix = var.crl_key_prefix
    },
    { for name, queue in aws_sqs_queue.work : "${name}_queue_arn" => queue.arn },
    { for name, queue in aws_sqs_queue.dead_letter : "${name}_dlq_arn" => queue.arn },
  )
}
