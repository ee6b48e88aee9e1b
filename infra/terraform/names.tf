data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
  account   = data.aws_caller_identity.current.account_id

  # Every name is this and a word of ours.
  prefix = "${var.prefix}-"

  # Nodes are addressed only if they carry this tag.
  node_tag_key   = "certfleet"
  node_tag_value = var.prefix

  # A folder on a host: as the services check it (HostSettings) and the scripts once more.
  plain_path = "^(/[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*|/\\.[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*)+$"
}
