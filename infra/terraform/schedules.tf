# What comes without an event: the sweep, and the comparison of the CRLs. In containers too, whose own schedules are off.

locals {
  schedules = {
    sweep      = { queue = "check", every_minutes = var.sweep_every_minutes }
    verify-crl = { queue = "crl", every_minutes = var.verify_crl_every_minutes }
  }
}

resource "aws_scheduler_schedule_group" "schedules" {
  name = var.prefix
}

resource "aws_scheduler_schedule" "schedules" {
  for_each = local.schedules

  name                = "${local.prefix}${each.key}"
  group_name          = aws_scheduler_schedule_group.schedules.name
  schedule_expression = "rate(${each.value.every_minutes} minutes)"
  state               = var.schedules_enabled ? "ENABLED" : "DISABLED"

  # Stacks and accounts that began together do not sweep together.
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = ceil(each.value.every_minutes / 4)
  }

  target {
    arn      = aws_sqs_queue.work[each.value.queue].arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode({ type = each.key })

    # When the next one comes, this one is of no use.
    retry_policy {
      maximum_event_age_in_seconds = each.value.every_minutes * 60
    }

    dead_letter_config {
      arn = aws_sqs_queue.dead_letter[each.value.queue].arn
    }
  }

  # The first one may fire at once.
  depends_on = [aws_iam_role_policy.scheduler, aws_sqs_queue_policy.senders]
}

resource "aws_iam_role" "scheduler" {
  name                 = "${local.prefix}scheduler"
  permissions_boundary = var.permissions_boundary

  # Only for our schedules (EventBridge Scheduler user guide, "Confused deputy prevention").
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = aws_scheduler_schedule_group.schedules.arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "send"
  role = aws_iam_role.scheduler.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sqs:SendMessage"
      Resource = flatten([
        for schedule in local.schedules : [aws_sqs_queue.work[schedule.queue].arn, aws_sqs_queue.dead_letter[schedule.queue].arn]
      ])
    }]
  })
}
