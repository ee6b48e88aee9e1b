# The four services: what each reads and is told, and where it runs. The roles are in permissions.tf.

locals {
  # The queues that a service reads and sends to are those of its application.properties.
  service_settings = {
    checker = {
      description = "Which hosts are due?"
      reads       = ["check"]
      sends       = ["check", "issue", "csr", "certificate", "installed"]
      environment = merge(local.command_environment, {
        TABLE_NAME       = aws_dynamodb_table.inventory.name
        VALIDITY         = "PT${var.certificate_validity_hours}H"
        RENEWAL_FRACTION = var.renewal_fraction
        JITTER           = var.renewal_jitter
        ROTATION_RATE    = var.rotations_per_second
        # EventBridge Scheduler sweeps, also for containers: one schedule however many tasks there are.
        SWEEP_EVERY = "off"
      })
    }
    issuer = {
      description = "Has hosts make key and CSR, has the CA sign."
      reads       = ["issue", "csr"]
      sends       = ["issue", "certificate"]
      environment = merge(local.command_environment, local.document_environment["generate-csr"], {
        TABLE_NAME         = aws_dynamodb_table.inventory.name
        ROTATION_RATE      = var.rotations_per_second
        TOPIC_ARN          = aws_sns_topic.notifications.arn
        CA_ARN             = local.ca_arn
        FORMER_CA_ARNS     = local.former_ca_arns
        SIGNING_ALGORITHM  = var.ca_signing_algorithm
        VALIDITY           = "PT${var.certificate_validity_hours}H"
        VALIDATION         = var.host_proof
        PROFILE_ARN        = aws_rolesanywhere_profile.hosts.arn
        ROLE_ARN           = aws_iam_role.host.arn
        CERT_PATH          = var.host_cert_path
        KEY_PATH           = var.host_key_path
        CSR_PATH           = var.host_csr_path
        CACERT_PATH        = var.host_ca_cert_path
        SIGNINGHELPER_PATH = var.host_signing_helper_path
        KEY_ALGORITHM      = var.host_key_algorithm
        OWNER              = var.host_key_owner
        SUBJECT_O          = var.host_subject_o
        SUBJECT_OU         = var.host_subject_ou
      })
    }
    deployer = {
      description = "Installs, proves and records certificates."
      reads       = ["certificate", "installed"]
      sends       = ["certificate", "issue"]
      environment = merge(local.command_environment, local.document_environment["install-certificate"], {
        TABLE_NAME       = aws_dynamodb_table.inventory.name
        TOPIC_ARN        = aws_sns_topic.notifications.arn
        CA_ARN           = local.ca_arn
        FORMER_CA_ARNS   = local.former_ca_arns
        TRUST_ANCHOR_ARN = aws_rolesanywhere_trust_anchor.hosts.arn
        VALIDITY         = "PT${var.certificate_validity_hours}H"
        VALIDATION       = var.host_proof
        PROOF_SPREAD     = "PT${var.proof_spread_seconds}S"
      })
    }
    crl-sync = {
      description = "Brings the CA's CRL into Roles Anywhere."
      reads       = ["crl"]
      sends       = ["crl", "certificate"]
      environment = {
        TOPIC_ARN        = aws_sns_topic.notifications.arn
        CA_ARN           = local.ca_arn
        CRL_BUCKET       = local.crl_bucket
        CRL_KEY_PREFIX   = var.crl_key_prefix
        CRL_NAME         = var.prefix
        TRUST_ANCHOR_ARN = aws_rolesanywhere_trust_anchor.hosts.arn
        VERIFY_CRL_EVERY = "off"
      }
    }
  }

  # Not set rather than empty.
  former_ca_arns = length(var.former_ca_arns) == 0 ? null : join(",", var.former_ca_arns)

  command_environment = {
    DELIVERY_TIMEOUT  = "PT${var.delivery_timeout_seconds}S"
    EXECUTION_TIMEOUT = "PT${var.execution_timeout_seconds}S"
  }

  # A document that somebody changed has another version and hash, and SendCommand refuses it.
  document_environment = {
    for name, document in aws_ssm_document.scripts : name => {
      "${upper(replace(name, "-", "_"))}_DOCUMENT"         = document.name
      "${upper(replace(name, "-", "_"))}_DOCUMENT_VERSION" = document.document_version
      "${upper(replace(name, "-", "_"))}_DOCUMENT_HASH"    = document.hash
    }
  }

  environment = {
    for service, settings in local.service_settings : service => merge(
      { for name, value in settings.environment : "CERTFLEET_${name}" => value if value != null },
      { for queue in setunion(settings.reads, settings.sends) : "CERTFLEET_${upper(queue)}_QUEUE_URL" => aws_sqs_queue.work[queue].url },
      { for queue in settings.reads : "CERTFLEET_${upper(queue)}_DLQ_URL" => aws_sqs_queue.dead_letter[queue].url },
      # The only retry is the SDK's: 3 attempts with backoff and jitter (SDKs and tools reference guide, "Retry behavior").
      { AWS_RETRY_MODE = "standard" },
    )
  }

  # A container gathers its batches itself, as the event source mapping does it for a function.
  batch_environment = {
    for service, settings in local.service_settings : service => merge([
      for queue in settings.reads : {
        "CERTFLEET_${upper(queue)}_BATCH_SIZE"   = local.queues[queue].batchSize
        "CERTFLEET_${upper(queue)}_BATCH_WINDOW" = "PT${local.queues[queue].batchWindowSeconds}S"
        "CERTFLEET_${upper(queue)}_VISIBILITY"   = "PT${local.queues[queue].visibilitySeconds}S"
      }
    ]...)
  }
}

resource "aws_cloudwatch_log_group" "service" {
  for_each = local.services

  name              = "/${var.service_platform == "lambda" ? "aws/lambda" : "ecs"}/${local.prefix}${each.key}"
  retention_in_days = var.log_retention_days
}

module "function" {
  for_each = var.service_platform == "lambda" ? local.service_settings : {}
  source   = "./modules/function"

  name            = "${local.prefix}${each.key}"
  description     = each.value.description
  role_arn        = aws_iam_role.service[each.key].arn
  zip             = "${var.build_folder}/${each.key}/target/function.zip"
  packaging       = var.service_packaging
  architecture    = var.service_architecture
  timeout_seconds = local.timeout_seconds[each.key]
  # "In all commercial Regions except" those two (Lambda developer guide, "Use Lambda recursive loop detection").
  recursion_config = local.partition == "aws" && !contains(["mx-central-1", "ap-southeast-6"], local.region)
  environment      = local.environment[each.key]
  log_group        = aws_cloudwatch_log_group.service[each.key].name

  queues = local.read_queues[each.key]

  # CreateEventSourceMapping looks whether the role may read the queue.
  depends_on = [aws_iam_role_policy.service, aws_iam_role_policy.log]
}

locals {
  read_queues = {
    for service, settings in local.service_settings : service => {
      for queue in settings.reads : queue => {
        arn                 = aws_sqs_queue.work[queue].arn
        batch_size          = local.queues[queue].batchSize
        window_seconds      = local.queues[queue].batchWindowSeconds
        maximum_concurrency = var.function_concurrency[queue]
      }
    }
  }

  # Half of what a message stays invisible after its batch was gathered, by the shorter of a service's queues. AWS recommends a
  # sixth, so that pollers can wait out throttles (Lambda developer guide, "Creating and configuring an Amazon SQS event source
  # mapping"). Here each mapping has a maximum concurrency, which keeps its pollers from reading what they cannot hand over, a
  # throttled batch is redelivered unharmed (maxReceiveCount 20), and the csr queue's visibility is bounded: a request for a
  # certificate may be repeated for 4 minutes only. The other half is a margin: no batch is at work when the visibility ends.
  timeout_seconds = {
    for service, settings in local.service_settings : service => min([
      for queue in settings.reads : floor((local.queues[queue].visibilitySeconds - local.queues[queue].batchWindowSeconds) / 2)
    ]...)
  }
}

module "container" {
  for_each = var.service_platform == "container" ? local.service_settings : {}
  source   = "./modules/container"

  name                 = "${local.prefix}${each.key}"
  cluster              = local.cluster
  image_uri            = var.container_image_uris[each.key]
  packaging            = var.service_packaging
  architecture         = var.service_architecture
  role_arn             = aws_iam_role.service[each.key].arn
  permissions_boundary = var.permissions_boundary
  environment          = merge(local.environment[each.key], local.batch_environment[each.key], { AWS_REGION = local.region })
  log_group            = { name = aws_cloudwatch_log_group.service[each.key].name, arn = aws_cloudwatch_log_group.service[each.key].arn }
  subnet_ids           = var.container_subnet_ids
  security_group_ids   = var.container_security_group_ids
  assign_public_ip     = var.container_public_ip
  queue_names          = { for queue in each.value.reads : queue => aws_sqs_queue.work[queue].name }
  tasks                = var.container_tasks

  depends_on = [aws_iam_role_policy.service]
}

resource "aws_ecs_cluster" "services" {
  count = var.service_platform == "container" && var.container_cluster_arn == null ? 1 : 0

  name = var.prefix
}

locals {
  cluster = var.service_platform == "lambda" ? null : (
    var.container_cluster_arn == null
    ? { arn = aws_ecs_cluster.services[0].arn, name = aws_ecs_cluster.services[0].name }
    : { arn = var.container_cluster_arn, name = element(split("/", var.container_cluster_arn), 1) }
  )
}
