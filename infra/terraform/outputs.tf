output "ca_arn" {
  description = "The CA that signs the hosts' certificates."
  value       = local.ca_arn
}

output "crl_bucket" {
  description = "The bucket that the CA writes its CRL to."
  value       = local.crl_bucket
}

output "trust_anchor_arn" {
  description = "What a role's trust policy demands, and the signing helper's --trust-anchor-arn."
  value       = aws_rolesanywhere_trust_anchor.hosts.arn
}

output "profile_arn" {
  description = "The signing helper's --profile-arn."
  value       = aws_rolesanywhere_profile.hosts.arn
}

output "role_arn" {
  description = "The sample role, the signing helper's --role-arn."
  value       = aws_iam_role.host.arn
}

output "service_role_arns" {
  description = "The services' roles."
  value       = { for service, role in aws_iam_role.service : service => role.arn }
}

output "operator_policy_arn" {
  description = "To be attached to the users and roles in operators."
  value       = aws_iam_policy.operator.arn
}

output "host_proof" {
  description = "How certificates prove themselves on their hosts; ./aws-smoke asks."
  value       = var.host_proof
}

output "table_name" {
  description = "The inventory."
  value       = aws_dynamodb_table.inventory.name
}

output "queue_urls" {
  description = "The queues."
  value       = { for name, queue in aws_sqs_queue.work : name => queue.url }
}

output "dead_letter_queue_urls" {
  description = "The dead-letter queues, by the names of their queues."
  value       = { for name, queue in aws_sqs_queue.dead_letter : name => queue.url }
}

output "queue_arns" {
  description = "The queues' ARNs, which a redrive names."
  value       = { for name, queue in aws_sqs_queue.work : name => queue.arn }
}

output "dead_letter_queue_arns" {
  description = "The dead-letter queues' ARNs, by the names of their queues."
  value       = { for name, queue in aws_sqs_queue.dead_letter : name => queue.arn }
}

output "environment" {
  description = "Shell variables by the names that docs/operations.md uses: eval \"$(terraform output -raw environment)\"."
  value = join("", [
    for name, value in merge(
      {
        AWS_REGION       = local.region
        TABLE_NAME       = aws_dynamodb_table.inventory.name
        CA_ARN           = local.ca_arn
        TRUST_ANCHOR_ARN = aws_rolesanywhere_trust_anchor.hosts.arn
      },
      { for name, queue in aws_sqs_queue.work : "${upper(name)}_QUEUE_URL" => queue.url },
      { for name, queue in aws_sqs_queue.work : "${upper(name)}_QUEUE_ARN" => queue.arn },
      { for name, queue in aws_sqs_queue.dead_letter : "${upper(name)}_DLQ_URL" => queue.url },
      { for name, queue in aws_sqs_queue.dead_letter : "${upper(name)}_DLQ_ARN" => queue.arn },
    ) : "export ${name}='${value}'\n"
  ])
}

output "activation_id" {
  description = "With the code, what a host registers with; null without an activation."
  value       = one(aws_ssm_activation.hosts[*].id)
}

output "activation_code" {
  description = "terraform output -raw activation_code"
  value       = one(aws_ssm_activation.hosts[*].activation_code)
  sensitive   = true
}

output "commands" {
  description = "The command lines to add a host, to have it done now, and to force a rotation; put the host's id for mi-HOST."
  value = {
    add_host = "aws dynamodb put-item --region ${local.region} --table-name ${aws_dynamodb_table.inventory.name} --item '{\"hostID\":{\"S\":\"mi-HOST\"}}' --condition-expression 'attribute_not_exists(hostID)'"
    sweep    = "aws sqs send-message --region ${local.region} --queue-url ${aws_sqs_queue.work["check"].url} --message-body '{\"type\":\"sweep\"}'"
    rotate   = "aws sqs send-message --region ${local.region} --queue-url ${aws_sqs_queue.work["check"].url} --message-body '{\"type\":\"rotate\",\"hostIds\":[\"mi-HOST\"],\"reason\":\"by hand\"}'"
  }
}

output "topic_arn" {
  description = "Where alarms and the services' notifications go."
  value       = aws_sns_topic.notifications.arn
}

output "dashboard_url" {
  description = "Is the fleet healthy, what is due, what failed, how long do rotations take, how close are the quotas."
  value       = "https://${local.console}/cloudwatch/home?region=${local.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.fleet.dashboard_name}"
}

locals {
  # Each partition has a console of its own.
  console = lookup({ aws-cn = "console.amazonaws.cn", aws-us-gov = "console.amazonaws-us-gov.com" }, local.partition, "console.aws.amazon.com")
}
