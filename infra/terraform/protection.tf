# While deletion_protection is on, a stack is neither destroyed nor made another one.

# A prevent_destroy takes no variable, so no plan can refuse a destroy. This refuses when it is applied, and first of all: it depends on
# everything, so nothing has been destroyed by then.
resource "terraform_data" "destroy_guard" {
  input = var.deletion_protection

  provisioner "local-exec" {
    when    = destroy
    command = self.input ? "echo deletion_protection is on, apply once with deletion_protection=false && exit 1" : "exit 0"
  }

  depends_on = [
    terraform_data.identity,
    aws_ssm_activation.hosts,
    aws_iam_role.node,
    aws_iam_role_policy_attachment.node,
    aws_iam_role_policy.node,
    aws_cloudwatch_metric_alarm.alarm,
    aws_rolesanywhere_trust_anchor.hosts,
    aws_rolesanywhere_profile.hosts,
    aws_iam_role.host,
    aws_acmpca_certificate_authority.root,
    aws_acmpca_certificate.root,
    aws_acmpca_certificate_authority_certificate.root,
    aws_s3_bucket.crl,
    aws_s3_bucket_public_access_block.crl,
    aws_s3_bucket_ownership_controls.crl,
    aws_s3_bucket_versioning.crl,
    aws_s3_bucket_lifecycle_configuration.crl,
    aws_s3_bucket_notification.crl,
    aws_s3_bucket_policy.crl,
    aws_cloudwatch_dashboard.fleet,
    aws_ssm_document.scripts,
    aws_cloudwatch_event_rule.into_queue,
    aws_cloudwatch_event_target.queue,
    aws_dynamodb_table.inventory,
    aws_kms_key.inventory,
    terraform_data.creator,
    aws_kms_alias.inventory,
    aws_cloudwatch_log_metric_filter.line,
    aws_sns_topic.notifications,
    aws_sns_topic_subscription.email,
    aws_sns_topic_policy.notifications,
    aws_kms_key.notifications,
    aws_kms_alias.notifications,
    aws_iam_role.service,
    aws_iam_role_policy.service,
    aws_iam_role_policy.log,
    aws_iam_role_policy.crl_bucket_key,
    aws_iam_policy.operator,
    aws_sqs_queue.work,
    aws_sqs_queue.dead_letter,
    aws_sqs_queue_redrive_allow_policy.dead_letter,
    aws_sqs_queue_policy.senders,
    aws_scheduler_schedule_group.schedules,
    aws_scheduler_schedule.schedules,
    aws_iam_role.scheduler,
    aws_iam_role_policy.scheduler,
    aws_cloudwatch_log_group.service,
    module.function,
    module.container,
    aws_ecs_cluster.services,
  ]
}

# What the stack was made as. Another prefix would replace everything that has a name, another CA every host's certificate.
resource "terraform_data" "identity" {
  count = var.deletion_protection ? 1 : 0

  input = {
    prefix  = var.prefix
    account = local.account
    region  = local.region
    ca      = coalesce(var.existing_ca_arn, "its own")
  }

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = self.input.prefix == var.prefix
      error_message = "This stack's prefix is ${self.input.prefix}, and ${var.prefix} would make everything anew: table, CA, trust anchor, roles. For another stack use another state (README, \"Several Regions and accounts\")."
    }

    postcondition {
      condition     = self.input.account == local.account && self.input.region == local.region
      error_message = "This stack is in ${self.input.region} of account ${self.input.account}, and these credentials are for ${local.region} of ${local.account}."
    }

    postcondition {
      condition     = self.input.ca == coalesce(var.existing_ca_arn, "its own")
      error_message = "This stack's CA is ${self.input.ca}. Another one leaves every host with a certificate that opens nothing, and removes a CA of the stack's own: see README, \"Another CA\"."
    }
  }
}
