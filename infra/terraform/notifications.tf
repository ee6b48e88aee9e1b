resource "aws_sns_topic" "notifications" {
  name              = "${local.prefix}notifications"
  kms_master_key_id = aws_kms_key.notifications.id
}

resource "aws_kms_key" "notifications" {
  description         = "${local.prefix}notifications"
  enable_key_rotation = true
}
