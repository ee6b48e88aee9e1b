# What must not wait until somebody looks, as one table: the alarms themselves, the dashboard's first row and the table in
# docs/operations.md (tests/check-alarms) are made of it. Every alarm goes to the topic, also when it is over.

locals {
  # Any line that a metric of ours counts (metrics.json).
  alarm_defaults = {
    metric     = null
    namespace  = local.metric_namespace
    dimensions = null
    statistic  = "Sum"
    period     = 300
    # Of an alarm on a formula: it, and the metrics that it names.
    expression = null
    inputs     = {}
    periods    = 1
    datapoints = null
    comparison = "GreaterThanThreshold"
    threshold  = 0
    missing    = "notBreaching"
  }

  each_sweep     = local.schedules["sweep"].every_minutes * 60
  each_crl_check = local.schedules["verify-crl"].every_minutes * 60

  # What it means and what to do are an alarm's description. The rest is only what is not as in alarm_defaults.
  alarm_table = merge(

    # --- Messages that nobody could handle, or that wait ---

    merge([
      for queue in keys(local.queues) : {
        # It fires for what is new, not while something lies there: one message that nobody looks at would hide the next. Messages
        # in flight count, so that reading a queue changes nothing. What a service, a rule or a schedule sends there counts as sent,
        # also where another message is deleted at the same time; what has failed 20 times is moved, and is in no count of messages
        # sent (SQS developer guide, "Available CloudWatch metrics").
        "${queue}-dead-letters" = {
          means      = "Further messages of the queue ${queue} were given up. OK means that no further ones came."
          do         = "Read them and their attribute 'reason', fix the cause, redrive them (docs/operations.md, \"A dead-letter queue is not empty\")."
          expression = { id = "further", formula = "IF(DIFF(FILL(visible, 0) + FILL(inflight, 0)) > 0 || FILL(sent, 0) > 0, 1, 0)", label = "further dead letters of ${queue}" }
          inputs = {
            visible  = { metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum" }
            inflight = { metric = "ApproximateNumberOfMessagesNotVisible", statistic = "Maximum" }
            sent     = { metric = "NumberOfMessagesSent", statistic = "Sum" }
          }
          namespace  = "AWS/SQS"
          dimensions = { QueueName = aws_sqs_queue.dead_letter[queue].name }
          period     = 60
          # Two, so that there is a point before: a difference needs it. SQS reports nothing of a queue that is idle for 6 hours (same
          # page); that is not an alarm.
          periods    = 2
          datapoints = 1
        }
        "${queue}-age" = {
          means      = "Messages of the queue ${queue} wait for more than half an hour: their service does not run, is throttled or fails."
          do         = "See its log."
          namespace  = "AWS/SQS"
          metric     = "ApproximateAgeOfOldestMessage"
          dimensions = { QueueName = aws_sqs_queue.work[queue].name }
          statistic  = "Maximum"
          periods    = 3
          # The pace delays messages by up to 15 minutes; the rest is a service that comes back after a bad quarter of an hour.
          threshold = 1800
        }
      }
    ]...),

    # --- Services that do not run ---

    merge([
      for service, function in module.function : {
        "${service}-errors" = {
          means      = "Errors of the function ${function.name}. Its batches are redelivered whole."
          do         = "See its log."
          namespace  = "AWS/Lambda"
          metric     = "Errors"
          dimensions = { FunctionName = function.name }
          periods    = 3
          datapoints = 2
        }
        "${service}-throttles" = {
          means      = "Throttles of the function ${function.name}. The account's concurrency is used up by others."
          do         = "Ask for more, or reserve some."
          namespace  = "AWS/Lambda"
          metric     = "Throttles"
          dimensions = { FunctionName = function.name }
          periods    = 3
          datapoints = 2
        }
      }
    ]...),
    {
      for service, container in module.container :
      "${service}-no-task" => {
        means      = "No task of the ECS service ${container.name} runs."
        do         = "See the service's events, and the log of the tasks that ended."
        namespace  = "AWS/ECS"
        metric     = "CPUUtilization"
        dimensions = { ClusterName = local.cluster.name, ServiceName = container.name }
        statistic  = "SampleCount"
        period     = 60
        periods    = 5
        comparison = "LessThanThreshold"
        threshold  = 1
        # Each task sends a sample (ECS developer guide, "Amazon ECS service RUNNING task count"): where there is none, there is no task.
        missing = "breaching"
      }
    },
    {
      for name, alarm in {
        "no-sweep" = {
          means      = "No sweep in two of its periods, or none yet after the first apply: nothing is renewed."
          do         = "See the schedule, the check queue and the checker's log."
          metric     = "Sweeps"
          period     = local.each_sweep
          periods    = 2
          comparison = "LessThanThreshold"
          threshold  = 1
          missing    = "breaching"
        }
        "no-verify-crl" = {
          means      = "No verify-crl in two of its periods, or none yet after the first apply: revocations may not reach Roles Anywhere."
          do         = "See the schedule, the crl queue and crl-sync's log."
          metric     = "CrlChecks"
          period     = local.each_crl_check
          periods    = 2
          comparison = "LessThanThreshold"
          threshold  = 1
          missing    = "breaching"
        }
      } : name => alarm if var.schedules_enabled
    },

    # --- What AWS refuses for every host alike: one alarm for the cause ---

    # Each sweep asks again: until the next one has not been refused, it is not over.
    {
      "held-up" = {
        means      = "Private CA refuses to sign: disabled, at its quota, without permission, or its own end is too near. Rotations wait, and the next sweep after the fix goes on with them. One that is under way keeps the subject and validity that it was begun with: where these are refused, it is begun anew when a quarter of its validity is over."
        do         = "Fix the cause: lastError in the rows says which it is."
        metric     = "HeldUp"
        period     = local.each_sweep
        periods    = 2
        datapoints = 1
      }
      "requests-denied" = {
        means      = "Systems Manager denies every node of a generate-csr command: the issuer's role, or the nodes' tag. Each sweep asks again."
        do         = "See \"not sent\" in its log; lastError in the rows says so after ten tries."
        metric     = "RequestsDenied"
        period     = local.each_sweep
        datapoints = 1
      }
      "installations-denied" = {
        means      = "Systems Manager denies every node of an install-certificate command: the deployer's role, or the nodes' tag. Each sweep asks again."
        do         = "See \"not sent\" in its log; lastError in the rows says so after ten tries."
        metric     = "InstallationsDenied"
        period     = local.each_sweep
        datapoints = 1
      }
      "keeps-failing" = {
        means      = "Messages fail again and again, and are given up after 20 times: AWS refuses a call, or is away."
        do         = "See \"keeps failing\" in the services' logs."
        metric     = "KeepsFailing"
        period     = local.each_sweep
        datapoints = 1
      }
    },

    # --- Certificates of hosts ---

    {
      # It fires for each host once, when its end comes near: a host that is gone would hide the next one.
      "expiring" = {
        means  = "The certificate of a further host ends within a day (one that lives less than six days: within half of what it has left when it is due): its renewal has failed since it was due. OK means that no further one came; the dashboard shows how many there are."
        do     = "The checker's log names it (\"expiring\"), lastError in its row says why; set enabled to false in rows of hosts that are gone."
        metric = "NewlyExpiringHosts"
      }
      "misread-row" = {
        means  = "An attribute of a host's row is not what it must be: its warning and lastError name it, the issuer's log says \"misread\". The host is swept by what can be read (docs/architecture.md, \"An attribute that is not what it must be\"). Each fault is counted once, when it is new."
        do     = "Fix the row."
        metric = "MisreadRows"
      }
      "unexpected-certificate" = {
        means  = "A certificate bears a host's name and was not asked for by Certfleet, or is not what it asked for."
        do     = "Find out who issued it (CloudTrail, IssueCertificate) and revoke it; the notification names it."
        metric = "UnexpectedCertificates"
      }
    },

    # --- The CRL ---

    {
      "no-crl" = {
        means  = "For a day, every look for the CA's CRL has found none. Private CA writes the first one after its first certificate."
        do     = "If a host is enrolled, fix crl_key_prefix or the bucket: no revocation takes effect."
        metric = "CrlAwaited"
        period = local.each_crl_check
        # CloudWatch looks back a day at most (PutMetricAlarm, EvaluationPeriods).
        periods    = floor(1440 / local.schedules["verify-crl"].every_minutes)
        datapoints = floor(1440 / local.schedules["verify-crl"].every_minutes)
      }
      "crl-generation" = {
        means      = "Private CA cannot write its CRL: no revocation takes effect."
        do         = "See the policy and the object ownership of the bucket ${local.crl_bucket}."
        namespace  = "AWS/ACMPrivateCA"
        metric     = "MisconfiguredCRLBucket"
        dimensions = { PrivateCAArn = local.ca_arn }
        # Private CA tries again every 15 minutes (Private CA user guide, "Planning a certificate revocation list").
        period = 1800
      }
      "crl-failed" = {
        means      = "Private CA could not make or write its CRL, by its event, and tries again: until it can, no revocation takes effect."
        do         = "The reason is in crl-sync's log, \"CRL generation failed\"."
        metric     = "CrlGenerationFailures"
        period     = local.each_crl_check
        periods    = 2
        datapoints = 1
      }
      "crl-refused" = {
        means      = "crl-sync refuses the CA's newest CRL: revocations do not reach Roles Anywhere."
        do         = "The notification has the reason."
        metric     = "CrlRefused"
        period     = local.each_crl_check
        periods    = 2
        datapoints = 1
      }
      "crl-stale" = {
        means      = "The CA's newest CRL ends soon, and no newer one has come."
        do         = "See whether the CA can write to the bucket ${local.crl_bucket}."
        metric     = "CrlStale"
        period     = local.each_crl_check
        periods    = 2
        datapoints = 1
      }
    },

    # --- The CA ---

    {
      "certificates-of-ca" = {
        means = "A CA of this account and Region has issued 800,000 certificates. With a complete CRL its life ends at 1,000,000."
        do    = "Make another stack, or ask AWS Support for more."
        # Not of our CA alone: the dimensions of this metric are in no document (docs/assumptions.md).
        expression = { id = "largest", formula = "SELECT MAX(CertificatesPerCA) FROM \"AWS/Usage\"", label = "certificates of the CA that has issued most", period = 3600 }
        # AWS advises 70 to 80 % (WorkSpaces administration guide, "Monitor and manage PCA certificate limits").
        threshold = 800000
        # It counts and never falls: where it is silent, it is what it was.
        missing = "ignore"
      }
      "ca-end" = {
        means      = "The CA's certificate ends within twice the life of a host's: soon hosts get shorter ones, then none."
        do         = "Make another stack and move the hosts."
        namespace  = "AWS/RolesAnywhere"
        metric     = "DaysToExpiry"
        dimensions = { TrustAnchorArn = aws_rolesanywhere_trust_anchor.hosts.arn }
        statistic  = "Minimum"
        period     = 86400
        comparison = "LessThanOrEqualToThreshold"
        threshold  = ceil(2 * var.certificate_validity_hours / 24)
        # Once a day, and only from the trust anchor's notification threshold on (Roles Anywhere user guide, "Monitoring IAM Roles
        # Anywhere with Amazon CloudWatch").
        missing = "ignore"
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each = { for name, alarm in local.alarm_table : name => merge(local.alarm_defaults, alarm) }

  alarm_name          = "${local.prefix}${each.key}"
  alarm_description   = "${each.value.means} ${each.value.do}"
  namespace           = each.value.metric == null ? null : each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.metric == null ? null : each.value.dimensions
  statistic           = each.value.metric == null ? null : each.value.statistic
  period              = each.value.metric == null ? null : each.value.period
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = each.value.datapoints
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.notifications.arn]
  ok_actions          = [aws_sns_topic.notifications.arn]

  dynamic "metric_query" {
    for_each = each.value.expression[*]

    content {
      id          = metric_query.value.id
      label       = metric_query.value.label
      expression  = metric_query.value.formula
      period      = try(metric_query.value.period, null)
      return_data = true
    }
  }

  dynamic "metric_query" {
    for_each = each.value.inputs

    content {
      id = metric_query.key

      metric {
        namespace   = each.value.namespace
        metric_name = metric_query.value.metric
        dimensions  = each.value.dimensions
        stat        = metric_query.value.statistic
        period      = each.value.period
      }
    }
  }
}
