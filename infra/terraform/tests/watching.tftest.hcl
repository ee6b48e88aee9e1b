# What is counted, what wakes somebody, and what the dashboard shows.

mock_provider "aws" {
  source = "./tests/mocks"
}

# First: a trust anchor keeps the settings that it was made with.
run "the_trust_anchor_reports_its_end_before_the_alarm_asks" {
  variables {
    existing_ca_arn            = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012"
    existing_crl_bucket        = "crl"
    certificate_validity_hours = 4320
  }

  override_data {
    target = data.aws_acmpca_certificate_authority.existing[0]
    values = {
      arn                      = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012"
      status                   = "ACTIVE"
      usage_mode               = "GENERAL_PURPOSE"
      revocation_configuration = [{ crl_configuration = [{ custom_cname = "", custom_path = "", enabled = true, expiration_in_days = 7, s3_bucket_name = "crl", s3_object_acl = "" }], ocsp_configuration = [] }]
    }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["ca-end"].threshold == 360 && anytrue([for setting in aws_rolesanywhere_trust_anchor.hosts.notification_settings : setting.event == "CA_CERTIFICATE_EXPIRY" && setting.threshold >= 360])
    error_message = "Roles Anywhere reports nothing before it is too late."
  }
}

run "filters_match_lines_by_their_logger_and_first_words" {
  assert {
    condition     = aws_cloudwatch_log_metric_filter.line["Sweeps of checker"].pattern == "{ $.loggerName = \"io.certfleet.checker.Sweeper\" && $.message = \"swept *\" }"
    error_message = "Sweeps are counted by ${aws_cloudwatch_log_metric_filter.line["Sweeps of checker"].pattern}"
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.line["NewlyExpiringHosts of checker"].pattern == "{ $.loggerName = \"io.certfleet.checker.Tally\" && $.message = \"expiring *\" }"
    error_message = "Expiring hosts are seen by ${aws_cloudwatch_log_metric_filter.line["NewlyExpiringHosts of checker"].pattern}"
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.line["Failed of deployer"].log_group_name == "/aws/lambda/certfleet-deployer" && aws_cloudwatch_log_metric_filter.line["Failed of issuer"].log_group_name == "/aws/lambda/certfleet-issuer"
    error_message = "Failures of both services are counted, each in its own log."
  }
}

run "two_stacks_do_not_count_into_one_metric" {
  variables {
    prefix = "second"
  }

  assert {
    condition     = toset([for filter in aws_cloudwatch_log_metric_filter.line : filter.metric_transformation[0].namespace]) == toset(["Certfleet/second"])
    error_message = "The namespace does not bear the prefix."
  }

  assert {
    condition     = alltrue([for alarm in [aws_cloudwatch_metric_alarm.alarm["no-sweep"], aws_cloudwatch_metric_alarm.alarm["expiring"], aws_cloudwatch_metric_alarm.alarm["unexpected-certificate"]] : alarm.namespace == "Certfleet/second" && startswith(alarm.alarm_name, "second-")])
    error_message = "An alarm watches another stack."
  }
}

run "every_counted_line_is_looked_at" {
  assert {
    condition = length(setsubtract(keys(local.metrics), concat(
      [for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.metric_name if alarm.namespace == local.metric_namespace],
      [for metric in local.metric_widgets["rotations"].properties.metrics : metric[1]],
    ))) == 0
    error_message = "Counted, and neither alarm nor dashboard: see metrics.json."
  }

  assert {
    condition = alltrue([
      for metric in concat(
        [for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.metric_name if alarm.namespace == local.metric_namespace],
        [for metric in local.metric_widgets["rotations"].properties.metrics : metric[1]],
      ) : contains(keys(local.metrics), metric)
    ])
    error_message = "Looked at, and counted nowhere: see metrics.json."
  }
}

run "each_further_dead_letter_is_an_alarm_and_one_that_lies_there_hides_none" {
  assert {
    condition = alltrue([
      for name, alarm in aws_cloudwatch_metric_alarm.alarm :
      toset(flatten([for query in alarm.metric_query : [for metric in query.metric : metric.dimensions["QueueName"]]])) == toset(["certfleet-${trimsuffix(name, "-dead-letters")}-dlq"]) && alarm.threshold == 0 && alarm.comparison_operator == "GreaterThanThreshold"
      if endswith(name, "-dead-letters")
    ]) && length([for name in keys(aws_cloudwatch_metric_alarm.alarm) : name if endswith(name, "-dead-letters")]) == 6
    error_message = "A dead-letter queue is not watched: ${jsonencode({ for name, alarm in aws_cloudwatch_metric_alarm.alarm : name => alarm.metric_query if endswith(name, "-dead-letters") })}"
  }

  # The level itself would keep ringing for the first one.
  assert {
    condition = alltrue([
      for name, alarm in aws_cloudwatch_metric_alarm.alarm :
      toset([for query in alarm.metric_query : query.expression if query.return_data == true]) == toset(["IF(DIFF(FILL(visible, 0) + FILL(inflight, 0)) > 0 || FILL(sent, 0) > 0, 1, 0)"])
      if endswith(name, "-dead-letters")
    ])
    error_message = "What fires is not the increase: ${jsonencode(aws_cloudwatch_metric_alarm.alarm["check-dead-letters"].metric_query)}"
  }
}

run "what_aws_refuses_every_host_is_one_alarm_until_a_sweep_was_not_refused" {
  assert {
    condition = alltrue([
      for name in ["held-up", "requests-denied", "installations-denied", "keeps-failing"] : alltrue([
        for alarm in [aws_cloudwatch_metric_alarm.alarm[name]] : alarm.alarm_name == "certfleet-${name}" && alarm.period == var.sweep_every_minutes * 60 && alarm.statistic == "Sum" && alarm.threshold == 0
      ])
    ])
    error_message = "What AWS refuses is not watched: ${jsonencode(keys(aws_cloudwatch_metric_alarm.alarm))}"
  }
}

run "a_queue_is_late_after_longer_than_the_pace_delays_its_messages" {
  assert {
    condition = alltrue([
      for name, alarm in aws_cloudwatch_metric_alarm.alarm :
      alarm.dimensions == tomap({ QueueName = "certfleet-${trimsuffix(name, "-age")}" }) && alarm.threshold >= 2 * 900 && alarm.metric_name == "ApproximateAgeOfOldestMessage"
      if endswith(name, "-age")
    ]) && length([for name in keys(aws_cloudwatch_metric_alarm.alarm) : name if endswith(name, "-age")]) == 6
    error_message = "A queue is not watched, or by its pace alone it is late."
  }
}

run "functions_that_fail_or_are_throttled_are_told" {
  assert {
    condition     = toset([for alarm in aws_cloudwatch_metric_alarm.alarm : "${alarm.metric_name} ${alarm.dimensions["FunctionName"]}" if alarm.namespace == "AWS/Lambda"]) == toset(flatten([for service in ["checker", "issuer", "deployer", "crl-sync"] : ["Errors certfleet-${service}", "Throttles certfleet-${service}"]]))
    error_message = "Not all of it is watched."
  }
}

run "no_sweep_in_two_periods_is_told" {
  variables {
    sweep_every_minutes = 1440
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["no-sweep"].period * aws_cloudwatch_metric_alarm.alarm["no-sweep"].evaluation_periods == 2 * 1440 * 60 && aws_cloudwatch_metric_alarm.alarm["no-sweep"].treat_missing_data == "breaching"
    error_message = "It is told after ${aws_cloudwatch_metric_alarm.alarm["no-sweep"].evaluation_periods} times ${aws_cloudwatch_metric_alarm.alarm["no-sweep"].period} s."
  }
}

run "nobody_is_woken_for_sweeps_that_are_switched_off" {
  variables {
    schedules_enabled = false
  }

  assert {
    condition     = length(setintersection(keys(aws_cloudwatch_metric_alarm.alarm), ["no-sweep", "no-verify-crl"])) == 0
    error_message = "An alarm waits for sweeps that nobody starts."
  }
}

run "the_ca_is_watched_by_its_own_dimensions" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["crl-generation"].namespace == "AWS/ACMPrivateCA" && aws_cloudwatch_metric_alarm.alarm["crl-generation"].dimensions == tomap({ PrivateCAArn = local.ca_arn })
    error_message = "Another CA's CRL is watched: ${jsonencode(aws_cloudwatch_metric_alarm.alarm["crl-generation"].dimensions)}"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["ca-end"].dimensions == tomap({ TrustAnchorArn = aws_rolesanywhere_trust_anchor.hosts.arn }) && aws_cloudwatch_metric_alarm.alarm["ca-end"].threshold == 14
    error_message = "Its end is told ${aws_cloudwatch_metric_alarm.alarm["ca-end"].threshold} days ahead."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.alarm["certificates-of-ca"].threshold < 1000000 && anytrue([for query in aws_cloudwatch_metric_alarm.alarm["certificates-of-ca"].metric_query : strcontains(query.expression, "CertificatesPerCA")])
    error_message = "A CA reaches its limit unseen."
  }
}

run "a_crl_that_never_comes_fires_after_a_day_however_often_it_is_looked_for" {
  variables {
    verify_crl_every_minutes = 7
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.alarm["no-crl"].period * aws_cloudwatch_metric_alarm.alarm["no-crl"].evaluation_periods <= 86400 &&
      aws_cloudwatch_metric_alarm.alarm["no-crl"].period * aws_cloudwatch_metric_alarm.alarm["no-crl"].evaluation_periods > 86400 - 420 &&
      aws_cloudwatch_metric_alarm.alarm["no-crl"].datapoints_to_alarm == aws_cloudwatch_metric_alarm.alarm["no-crl"].evaluation_periods
    )
    error_message = "CloudWatch looks back a day at most, and that is how long the first CRL may take."
  }
}

run "alarms_reach_the_topic_when_they_begin_and_when_they_are_over" {
  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.alarm : alarm.alarm_actions == toset([aws_sns_topic.notifications.arn]) && alarm.ok_actions == toset([aws_sns_topic.notifications.arn])
    ])
    error_message = "An alarm reaches nobody."
  }
}

run "alarms_and_services_may_use_the_topics_key_and_nobody_else" {
  variables {
    sns_subscriber_emails = ["oncall@example.com"]
  }

  assert {
    # All of it: a statement more is somebody more.
    condition = jsondecode(aws_kms_key.notifications.policy).Statement == [
      {
        Sid       = "AdministersTheKeyAndCannotUseIt"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = local.key_administration
        Resource  = "*"
      },
      {
        Sid       = "OurAlarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceAccount" = "111122223333" }
          ArnLike      = { "aws:SourceArn" = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:certfleet-*" }
        }
      },
      {
        Sid       = "ServicesPublish"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = {
          ArnEquals  = { "aws:PrincipalArn" = [for service in ["issuer", "deployer", "crl-sync"] : "arn:aws:iam::111122223333:role/certfleet-${service}"] }
          StringLike = { "kms:ViaService" = "sns.eu-central-1.amazonaws.*" }
        }
      },
    ]
    error_message = "Alarms or services are locked out of the topic, or others let in: ${aws_kms_key.notifications.policy}"
  }

  assert {
    condition     = aws_sns_topic.notifications.kms_master_key_id == aws_kms_key.notifications.id && aws_sns_topic_subscription.email["oncall@example.com"].protocol == "email"
    error_message = "The topic has another key, or no reader."
  }

  assert {
    condition     = [for statement in jsondecode(aws_sns_topic_policy.notifications.policy).Statement : statement.Condition.StringEquals if try(statement.Principal.Service, "") == "cloudwatch.amazonaws.com"] == [{ "aws:SourceAccount" = "111122223333" }]
    error_message = "The topic does not take our alarms."
  }
}

run "the_dashboard_answers_with_every_alarm_and_every_log" {
  assert {
    condition     = toset(one([for widget in jsondecode(aws_cloudwatch_dashboard.fleet.dashboard_body).widgets : widget.properties.alarms if widget.type == "alarm"])) == toset(local.alarm_widget.properties.alarms) && length(local.alarm_widget.properties.alarms) == 36
    error_message = "It shows ${length(local.alarm_widget.properties.alarms)} alarms."
  }

  assert {
    condition = alltrue([
      for service in ["checker", "issuer", "deployer", "crl-sync"] :
      anytrue([for widget in jsondecode(aws_cloudwatch_dashboard.fleet.dashboard_body).widgets : strcontains(try(widget.properties.query, ""), "SOURCE '/aws/lambda/certfleet-${service}'")])
    ])
    error_message = "A service's log is not looked at."
  }

  assert {
    # In a period with two sweeps the last part of each segment counts as its share of one: the fleet is not shown twice.
    condition = alltrue([
      for widget, division in { hosts = "sum(activeHosts) / sum(1 / segments) as active", due = "sum(expiringHosts) / sum(1 / segments) as expiring" } :
      strcontains(local.log_widgets[widget].properties.query, "| parse message /^swept segment=\\d+ segments=(?<segments>\\d+) .*goesOn=false/ | stats ") && strcontains(local.log_widgets[widget].properties.query, division)
    ])
    error_message = "Hosts are summed over sweeps."
  }

  assert {
    condition     = alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.fleet.dashboard_body).widgets : (widget.type == "alarm") == !contains(keys(widget.properties), "region")])
    error_message = "A widget of alarms has a Region, or another has none."
  }

  assert {
    # PutDashboard refuses widgets beyond the 24 columns.
    condition     = alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.fleet.dashboard_body).widgets : widget.x + widget.width <= 24])
    error_message = "A widget stands beyond the page."
  }

  assert {
    condition     = output.dashboard_url == "https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/certfleet"
    error_message = "The dashboard is at ${output.dashboard_url}"
  }
}
