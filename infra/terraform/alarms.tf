# What must not wait until somebody looks. Every alarm says what to do, and goes to the topic, also when it is over.

locals {
  alarm_actions = [aws_sns_topic.notifications.arn]
}

# --- Messages that nobody could handle, or that wait ---

# It rings for what is new, not while something lies there: one message that nobody looks at would hide the next. Messages in flight count,
# so that reading a queue changes nothing. What a service, a rule or a schedule sends there counts as sent, also where another message is
# deleted at the same time; what has failed 20 times is moved, and is in no count of messages sent (SQS developer guide, "Available CloudWatch
# metrics").
resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = local.queues

  alarm_name          = "${local.prefix}${each.key}-dead-letters"
  alarm_description   = "Further messages of the queue ${each.key} were given up. Read them and their attribute 'reason', fix the cause, redrive them (docs/operations.md, \"A dead-letter queue is not empty\"). OK means that no further ones came."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  # Two, so that there is a point before: a difference needs it.
  evaluation_periods  = 2
  datapoints_to_alarm = 1
  # SQS reports nothing of a queue that is idle for 6 hours (SQS developer guide, "Available CloudWatch metrics").
  treat_missing_data = "notBreaching"
  alarm_actions      = local.alarm_actions
  ok_actions         = local.alarm_actions

  metric_query {
    id          = "further"
    label       = "further dead letters of ${each.key}"
    expression  = "IF(DIFF(FILL(visible, 0) + FILL(inflight, 0)) > 0 || FILL(sent, 0) > 0, 1, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = {
      visible  = { metric = "ApproximateNumberOfMessagesVisible", stat = "Maximum" }
      inflight = { metric = "ApproximateNumberOfMessagesNotVisible", stat = "Maximum" }
      sent     = { metric = "NumberOfMessagesSent", stat = "Sum" }
    }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = metric_query.value.metric
        dimensions  = { QueueName = aws_sqs_queue.dead_letter[each.key].name }
        stat        = metric_query.value.stat
        period      = 60
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "queue_age" {
  for_each = local.queues

  alarm_name          = "${local.prefix}${each.key}-age"
  alarm_description   = "Messages of the queue ${each.key} wait: their service does not run, is throttled or fails. See its log."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.work[each.key].name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  # The pace delays messages by up to 15 minutes; the rest is a service that comes back after a bad quarter of an hour.
  threshold          = 1800
  treat_missing_data = "notBreaching"
  alarm_actions      = local.alarm_actions
  ok_actions         = local.alarm_actions
}

# --- Services that do not run ---

resource "aws_cloudwatch_metric_alarm" "function" {
  for_each = merge([
    for service, function in module.function : {
      "${service}-errors"    = { function = function.name, metric = "Errors", advice = "Its batches come back whole. See its log." }
      "${service}-throttles" = { function = function.name, metric = "Throttles", advice = "The account's concurrency is used up by others: ask for more, or reserve some." }
    }
  ]...)

  alarm_name          = "${local.prefix}${each.key}"
  alarm_description   = "${each.value.metric} of the function ${each.value.function}. ${each.value.advice}"
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = each.value.function }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "no_task" {
  for_each = module.container

  alarm_name          = "${local.prefix}${each.key}-no-task"
  alarm_description   = "No task of the ECS service ${each.value.name} runs. See the service's events, and the log of the tasks that ended."
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  dimensions          = { ClusterName = local.cluster.name, ServiceName = each.value.name }
  statistic           = "SampleCount"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  # Each task sends a sample (ECS developer guide, "Amazon ECS service RUNNING task count"): where there is none, there is no task.
  treat_missing_data = "breaching"
  alarm_actions      = local.alarm_actions
  ok_actions         = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "not_done" {
  for_each = var.schedules_enabled ? {
    sweep      = { metric = "Sweeps", advice = "Nothing is renewed. See the schedule, the check queue and the checker's log." }
    verify-crl = { metric = "CrlChecks", advice = "Revocations may not reach Roles Anywhere. See the schedule, the crl queue and crl-sync's log." }
  } : {}

  alarm_name          = "${local.prefix}no-${each.key}"
  alarm_description   = "No ${each.key} in two of its periods. ${each.value.advice}"
  namespace           = local.metric_namespace
  metric_name         = each.value.metric
  statistic           = "Sum"
  period              = local.schedules[each.key].every_minutes * 60
  evaluation_periods  = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

# --- Certificates of hosts ---

# It rings for each host once, when its end comes near: a host that is gone would hide the next one.
resource "aws_cloudwatch_metric_alarm" "expiring" {
  alarm_name          = "${local.prefix}expiring"
  alarm_description   = "The certificate of a further host ends within a day: its renewal has failed since it was due. The checker's log names it (\"expiring\"), lastError in its row says why; set enabled to false in rows of hosts that are gone. OK means that no further one came; the dashboard shows how many there are."
  namespace           = local.metric_namespace
  metric_name         = "NewlyExpiringHosts"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

# --- What AWS refuses for every host alike: one alarm for the cause ---

resource "aws_cloudwatch_metric_alarm" "refused" {
  for_each = {
    HeldUp              = { name = "held-up", periods = 2, description = "Private CA refuses to sign: disabled, at its quota, without permission, or its own end is too near. lastError in the rows says which. Rotations wait, and the next sweep after the fix goes on with them." }
    RequestsDenied      = { name = "requests-denied", periods = 1, description = "Systems Manager denies every node of a generate-csr command: the issuer's role, or the nodes' tag. See \"not sent\" in its log; lastError in the rows says so after ten tries, and each sweep asks again." }
    InstallationsDenied = { name = "installations-denied", periods = 1, description = "Systems Manager denies every node of an install-certificate command: the deployer's role, or the nodes' tag. See \"not sent\" in its log; lastError in the rows says so after ten tries, and each sweep asks again." }
    KeepsFailing        = { name = "keeps-failing", periods = 1, description = "Messages fail again and again, and are given up after 20 times: AWS refuses a call, or is away. See \"keeps failing\" in the services' logs." }
  }

  alarm_name        = "${local.prefix}${each.value.name}"
  alarm_description = each.value.description
  namespace         = local.metric_namespace
  metric_name       = each.key
  statistic         = "Sum"
  # Each sweep asks again: until the next one has not been refused, it is not over.
  period              = local.schedules["sweep"].every_minutes * 60
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "misread_row" {
  alarm_name          = "${local.prefix}misread-row"
  alarm_description   = "An attribute of a host's row is not what it must be: its warning and lastError name it, the issuer's log says \"misread\". The host is swept by what can be read (docs/architecture.md); fix the row. Each fault is counted once, when it is new."
  namespace           = local.metric_namespace
  metric_name         = "MisreadRows"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "unexpected_certificate" {
  alarm_name          = "${local.prefix}unexpected-certificate"
  alarm_description   = "A certificate bears a host's name and was not asked for by Certfleet, or is not what it asked for. Find out who issued it (CloudTrail, IssueCertificate) and revoke it; the notification names it."
  namespace           = local.metric_namespace
  metric_name         = "UnexpectedCertificates"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

# --- The CRL ---

resource "aws_cloudwatch_metric_alarm" "crl_generation" {
  alarm_name        = "${local.prefix}crl-generation"
  alarm_description = "Private CA cannot write its CRL: no revocation takes effect. See the policy and the object ownership of the bucket ${local.crl_bucket}."
  namespace         = "AWS/ACMPrivateCA"
  metric_name       = "MisconfiguredCRLBucket"
  dimensions        = { PrivateCAArn = local.ca_arn }
  statistic         = "Sum"
  # Private CA tries again every 15 minutes (Private CA user guide, "Planning a certificate revocation list").
  period              = 1800
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "no_crl" {
  alarm_name        = "${local.prefix}no-crl"
  alarm_description = "For a day, every look for the CA's CRL has found none. Private CA writes the first one after its first certificate: if a host is enrolled, crl_key_prefix or the bucket is wrong, and no revocation takes effect."
  namespace         = local.metric_namespace
  metric_name       = "CrlAwaited"
  statistic         = "Sum"
  period            = local.schedules["verify-crl"].every_minutes * 60
  # CloudWatch looks back a day at most (PutMetricAlarm, EvaluationPeriods).
  evaluation_periods  = floor(1440 / local.schedules["verify-crl"].every_minutes)
  datapoints_to_alarm = floor(1440 / local.schedules["verify-crl"].every_minutes)
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "crl" {
  for_each = {
    CrlGenerationFailures = { name = "crl-failed", description = "Private CA could not make or write its CRL, and tries again: until it can, no revocation takes effect. The reason is in crl-sync's log, \"CRL generation failed\"." }
    CrlRefused            = { name = "crl-refused", description = "crl-sync refuses the CA's newest CRL: revocations do not reach Roles Anywhere. The notification has the reason." }
    CrlStale              = { name = "crl-stale", description = "The CA's newest CRL ends soon, and no newer one has come. See whether the CA can write to the bucket ${local.crl_bucket}." }
  }

  alarm_name          = "${local.prefix}${each.value.name}"
  alarm_description   = each.value.description
  namespace           = local.metric_namespace
  metric_name         = each.key
  statistic           = "Sum"
  period              = local.schedules["verify-crl"].every_minutes * 60
  evaluation_periods  = 2
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
}

# --- The CA ---

resource "aws_cloudwatch_metric_alarm" "certificates_of_ca" {
  alarm_name          = "${local.prefix}certificates-of-ca"
  alarm_description   = "A CA of this account and Region has issued 800,000 certificates. With a complete CRL its life ends at 1,000,000: make another stack, or ask AWS Support for more."
  comparison_operator = "GreaterThanThreshold"
  # AWS advises 70 to 80 % (WorkSpaces administration guide, "Monitor and manage PCA certificate limits").
  threshold          = 800000
  evaluation_periods = 1
  # It counts and never falls: where it is silent, it is what it was.
  treat_missing_data = "ignore"
  alarm_actions      = local.alarm_actions
  ok_actions         = local.alarm_actions

  metric_query {
    id    = "largest"
    label = "certificates of the CA that has issued most"
    # Not of our CA alone: the dimensions of this metric are in no document (docs/assumptions.md).
    expression  = "SELECT MAX(CertificatesPerCA) FROM \"AWS/Usage\""
    period      = 3600
    return_data = true
  }
}

resource "aws_cloudwatch_metric_alarm" "ca_end" {
  alarm_name          = "${local.prefix}ca-end"
  alarm_description   = "The CA's certificate ends within twice the life of a host's: soon hosts get shorter ones, then none. Make another stack and move the hosts."
  namespace           = "AWS/RolesAnywhere"
  metric_name         = "DaysToExpiry"
  dimensions          = { TrustAnchorArn = aws_rolesanywhere_trust_anchor.hosts.arn }
  statistic           = "Minimum"
  period              = 86400
  evaluation_periods  = 1
  comparison_operator = "LessThanOrEqualToThreshold"
  threshold           = ceil(2 * var.certificate_validity_hours / 24)
  # Once a day, and only from the trust anchor's notification threshold on (Roles Anywhere user guide, "Monitoring IAM Roles Anywhere
  # with Amazon CloudWatch").
  treat_missing_data = "ignore"
  alarm_actions      = local.alarm_actions
  ok_actions         = local.alarm_actions
}
