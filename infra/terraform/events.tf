# One rule per file in events/: what it matches goes to the queue of the same name. Events are best effort on AWS; the sweep makes
# good what is lost.

locals {
  event_patterns = {
    for file in fileset("${path.module}/events", "*.json") :
    trimsuffix(file, ".json") => templatefile("${path.module}/events/${file}", local.template_variables)
  }
}

resource "aws_cloudwatch_event_rule" "into_queue" {
  for_each = local.event_patterns

  name          = "${local.prefix}${each.key}"
  description   = "Brings events to the queue ${local.prefix}${each.key}"
  event_pattern = each.value
}

resource "aws_cloudwatch_event_target" "queue" {
  for_each = aws_cloudwatch_event_rule.into_queue

  rule = each.value.name
  arn  = aws_sqs_queue.work[each.key].arn

  # An event that EventBridge cannot deliver shows where failed messages show.
  dead_letter_config {
    arn = aws_sqs_queue.dead_letter[each.key].arn
  }
}
