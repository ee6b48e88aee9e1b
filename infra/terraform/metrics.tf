# Lines of the services' logs that are counted. metrics.json says which; tests/check-metrics holds it
# against what they really log.

locals {
  metrics          = jsondecode(file("${path.module}/metrics.json"))
  metric_namespace = "Certfleet/${var.prefix}"

  # One filter per metric and log group: what two services log adds up.
  metric_filters = merge([
    for name, metric in local.metrics : {
      for service in metric.services : "${name} of ${service}" => {
        name    = name
        service = service
        # Fields of our lines are strings, below mdc, and compared as such: no filter takes its figure from a line, since no page of
        # AWS's says that a figure in quotation marks is one (CloudWatch Logs user guide, "Filter pattern syntax for metric filters").
        pattern = "{ ${join(" && ", concat(
          ["$.loggerName = \"${metric.logger}\"", "$.message = \"${metric.message}\""],
          [for field, value in try(metric.unless, {}) : "$.mdc.${field} != \"${value}\""],
        ))} }"
      }
    }
  ]...)
}

resource "aws_cloudwatch_log_metric_filter" "line" {
  for_each = local.metric_filters

  name           = each.value.name
  log_group_name = aws_cloudwatch_log_group.service[each.value.service].name
  pattern        = each.value.pattern

  metric_transformation {
    namespace = local.metric_namespace
    name      = each.value.name
    value     = "1"
  }
}
