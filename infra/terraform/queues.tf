# Six queues, each with a dead-letter queue. queues.json has their settings and senders.json who may send to them; the local run
# reads both.

locals {
  queue_settings = jsondecode(file("${path.module}/queues.json"))
  senders        = jsondecode(file("${path.module}/senders.json"))

  queues = {
    for name, settings in local.queue_settings.queues : name => merge(settings, { batchSize = lookup(var.batch_sizes, name, settings.batchSize) })
  }

  # The ARNs behind the words of senders.json. A rule is not a principal: policies/rule.yaml admits it.
  sender_arns = merge(
    { for service, role in aws_iam_role.service : service => [role.arn] },
    { scheduler = [aws_iam_role.scheduler.arn], operators = var.operators, rule = [] },
  )

  every_queue = merge(
    aws_sqs_queue.work,
    { for name, queue in aws_sqs_queue.dead_letter : "${name}-dlq" => queue },
  )
}

resource "aws_sqs_queue" "work" {
  for_each = local.queues

  name                       = "${local.prefix}${each.key}"
  visibility_timeout_seconds = each.value.visibilitySeconds
  message_retention_seconds  = each.value.retentionSeconds
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter[each.key].arn
    maxReceiveCount     = each.value.maxReceiveCount
  })
}

resource "aws_sqs_queue" "dead_letter" {
  for_each = local.queues

  name                      = "${local.prefix}${each.key}-dlq"
  message_retention_seconds = local.queue_settings.deadLetterRetentionSeconds
  sqs_managed_sse_enabled   = true
}

# No other queue may leave its dead letters here.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  for_each = local.queues

  queue_url = aws_sqs_queue.dead_letter[each.key].id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.work[each.key].arn]
  })
}

resource "aws_sqs_queue_policy" "senders" {
  for_each = local.senders

  queue_url = local.every_queue[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      yamldecode(templatefile("${path.module}/policies/queue.yaml", {
        queue_arn = local.every_queue[each.key].arn
        senders   = jsonencode(flatten([for sender in each.value : local.sender_arns[sender]]))
        # Operators redrive from a dead-letter queue to its queue, and nowhere else.
        senders_and_redrivers = jsonencode(distinct(concat(
          flatten([for sender in each.value : local.sender_arns[sender]]),
          endswith(each.key, "-dlq") ? [] : var.operators,
        )))
      })).Statement,
      contains(each.value, "rule") ? yamldecode(templatefile("${path.module}/policies/rule.yaml", {
        queue_arn = local.every_queue[each.key].arn
        rule_arn  = aws_cloudwatch_event_rule.into_queue[trimsuffix(each.key, "-dlq")].arn
      })).Statement : [],
    )
  })
}
