# One page that answers at a glance: is the fleet healthy, what is due, what failed and where, how long do rotations take, how
# close are the quotas. Figures inside log lines come from Logs Insights, counts of lines from the metrics of metrics.tf.

resource "aws_cloudwatch_dashboard" "fleet" {
  dashboard_name = var.prefix

  # The widgets of a row share the page's 24 columns.
  dashboard_body = jsonencode({
    widgets = flatten([
      for y, row in local.dashboard : [
        for x, widget in row.widgets : {
          type   = widget.type
          x      = x * 24 / length(row.widgets)
          y      = sum(concat([0], [for above in slice(local.dashboard, 0, y) : above.height]))
          width  = 24 / length(row.widgets)
          height = row.height
          # An alarm widget has none: its alarms' ARNs say it (CloudWatch API reference, "Dashboard body structure and syntax").
          properties = merge(widget.type == "alarm" ? {} : { region = local.region }, widget.properties)
        }
      ]
    ])
  })
}

locals {
  dashboard = [
    { height = 4, widgets = [local.alarm_widget] },
    { height = 7, widgets = [local.log_widgets["hosts"], local.log_widgets["due"], local.metric_widgets["rotations"]] },
    { height = 8, widgets = [local.log_widgets["failures"], local.log_widgets["durations"]] },
    { height = 6, widgets = [local.metric_widgets["waiting"], local.metric_widgets["dead_letters"], local.metric_widgets["running"]] },
    { height = 6, widgets = [local.metric_widgets["issuing"], local.metric_widgets["sessions"], local.metric_widgets["certificates_of_ca"], local.log_widgets["crl"]] },
  ]

  alarm_widget = {
    type = "alarm"
    properties = {
      title  = "Alarms"
      alarms = values(aws_cloudwatch_metric_alarm.alarm)[*].arn
    }
  }

  # Quotas are the account's in this Region (AWS General Reference, Private CA and IAM Roles Anywhere).
  metric_widgets = {
    for name, widget in {
      rotations = {
        title   = "Rotations"
        stat    = "Sum"
        period  = 3600
        metrics = [for metric in ["Issued", "Installed", "Failed", "Offline"] : [local.metric_namespace, metric]]
      }
      waiting = {
        title   = "Messages that wait"
        stat    = "Maximum"
        period  = 300
        metrics = [for word, queue in aws_sqs_queue.work : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.name, { label = word }]]
      }
      dead_letters = {
        title   = "Dead letters"
        stat    = "Maximum"
        period  = 300
        metrics = [for word, queue in aws_sqs_queue.dead_letter : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.name, { label = word }]]
      }
      running = {
        title  = var.service_platform == "lambda" ? "Longest batch of each function, milliseconds" : "Tasks of each service"
        stat   = var.service_platform == "lambda" ? "Maximum" : "SampleCount"
        period = 60
        metrics = concat(
          [for service, function in module.function : ["AWS/Lambda", "Duration", "FunctionName", function.name, { label = service }]],
          [for service, container in module.container : ["AWS/ECS", "CPUUtilization", "ClusterName", local.cluster.name, "ServiceName", container.name, { label = service }]],
        )
      }
      issuing = {
        title  = "Certificates a second, of 25"
        stat   = "Sum"
        period = 60
        metrics = [
          ["AWS/ACMPrivateCA", "Success", "Operation", "IssueCertificate", "PrivateCAArn", local.ca_arn, { id = "issued", visible = false }],
          [{ expression = "issued / PERIOD(issued)", label = "issued" }],
        ]
        annotations = { horizontal = [{ label = "quota", value = 25 }] }
      }
      sessions = {
        title  = "Sessions a second, of 10"
        stat   = "Sum"
        period = 60
        metrics = [
          ["AWS/RolesAnywhere", "Success", "Operation", "CreateSession", "TrustAnchorArn", aws_rolesanywhere_trust_anchor.hosts.arn, { id = "sessions", visible = false }],
          [{ expression = "sessions / PERIOD(sessions)", label = "granted" }],
        ]
        annotations = { horizontal = [{ label = "quota", value = 10 }] }
      }
      certificates_of_ca = {
        title       = "Certificates of each CA, of 1,000,000"
        stat        = "Maximum"
        period      = 3600
        metrics     = [[{ expression = "SEARCH('Namespace=\"AWS/Usage\" MetricName=\"CertificatesPerCA\"', 'Maximum', 3600)" }]]
        annotations = { horizontal = [{ label = "quota", value = 1000000 }] }
      }
    } : name => { type = "metric", properties = merge({ view = "timeSeries" }, widget) }
  }

  log_widgets = {
    for name, widget in {
      # The checker logs a line "swept" for each part of a sweep; all parts together are one look at the whole table.
      hosts = {
        title    = "Hosts by state"
        services = ["checker"]
        view     = "timeSeries"
        query = concat(
          ["filter message like /^swept /"],
          [for state in local.host_states : "parse message /states=\\{[^}]*${state}=(?<${state}Hosts>\\d+)/"],
          [
            local.parse_sweep_parts,
            "stats ${join(", ", [for state in local.host_states : "sum(${state}Hosts) / ${local.sweeps} as ${state}"])} by bin(${var.sweep_every_minutes}m)",
          ],
        )
      }
      due = {
        title    = "Hosts that are due, urgent, and near their end"
        services = ["checker"]
        view     = "timeSeries"
        query = [
          "filter message like /^swept /",
          "parse message /due=(?<dueHosts>\\d+) urgent=(?<urgentHosts>\\d+) forced=\\d+ expiring=(?<expiringHosts>\\d+)/",
          local.parse_sweep_parts,
          "stats sum(dueHosts) as due, sum(urgentHosts) as urgent, sum(expiringHosts) / ${local.sweeps} as expiring by bin(${var.sweep_every_minutes}m)",
        ]
      }
      failures = {
        title    = "What failed, and where"
        services = sort(local.services)
        view     = "table"
        query    = ["filter level in ['WARN', 'ERROR', 'FATAL']", "fields @timestamp, mdc.hostID as host, mdc.step as step, message", "sort @timestamp desc", "limit 50"]
      }
      durations = {
        title    = "Seconds from claim to active"
        services = ["deployer"]
        view     = "timeSeries"
        query = [
          "filter message like /^active /",
          "parse message /seconds=(?<seconds>\\d+)/",
          "stats pct(seconds, 50) as half, pct(seconds, 95) as most, max(seconds) as slowest by bin(1h)",
        ]
      }
      crl = {
        title    = "The CRL in Roles Anywhere, of 300,000 bytes"
        services = ["crl-sync"]
        view     = "table"
        query    = ["filter message like /^CRL (put|nearly full|refused|stale) /", "fields @timestamp, message", "sort @timestamp desc", "limit 10"]
      }
      } : name => {
      type = "log"
      properties = {
        title = widget.title
        view  = widget.view
        query = join(" | ", concat([for service in widget.services : "SOURCE '${aws_cloudwatch_log_group.service[service].name}'"], widget.query))
      }
    }
  }

  # A period may hold more than one sweep (somebody asked for another): each segment's last part is that share of a sweep.
  parse_sweep_parts = "parse message /^swept segment=\\d+ segments=(?<segments>\\d+) .*goesOn=false/"
  sweeps            = "sum(1 / segments)"

  host_states = ["new", "active", "failed", "offline", "revoked"]
}
