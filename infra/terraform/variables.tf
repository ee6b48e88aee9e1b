# --- The stack ---

variable "prefix" {
  description = "What every name of the stack begins with, and the value of the tag that its nodes carry. Stacks of one account have different ones, also in different Regions: names of roles are the account's."
  type        = string
  default     = "certfleet"

  validation {
    # The longest name is the bucket's: <prefix>-crl-<account>-<Region>, 63 characters at most. Systems Manager reserves
    # document names that begin with aws, amazon or amzn (CreateDocument, API reference).
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9]){2,27}$", var.prefix)) && !can(regex("^(aws|amazon|amzn|sthree|xn-)", var.prefix)) && length(var.prefix) <= 28
    error_message = "prefix is 3 to 28 lower-case letters, digits and single hyphens between them; it begins with a letter, but not with aws, amazon, amzn, sthree or xn-."
  }
}

variable "account_id" {
  description = "The account that the stack belongs in: credentials of another are refused. Any if null."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id has 12 digits."
  }
}

variable "region" {
  description = "The Region that the stack belongs in; if null, the one of the environment (AWS_REGION)."
  type        = string
  default     = null

  validation {
    condition     = var.region == null || can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", var.region))
    error_message = "region is the name of a Region, as eu-central-1."
  }
}

variable "tags" {
  description = "Tags of everything that can be tagged."
  type        = map(string)
  default     = {}
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds every role of the stack; none if null."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex(local.arn.policy, var.permissions_boundary))
    error_message = "permissions_boundary is the ARN of a managed policy."
  }
}

variable "deletion_protection" {
  description = "Whether a destroy is refused, and with it whatever would make another stack of this one: another prefix, CA, account or Region. To remove a stack, apply once with false, then destroy."
  type        = bool
  default     = true
}

# --- The CA ---

variable "existing_ca_arn" {
  description = "ARN of an active CA of this account and Region to issue from; a short-lived root CA is made if null."
  type        = string
  default     = null

  validation {
    condition     = var.existing_ca_arn == null || can(regex(local.arn.ca, var.existing_ca_arn))
    error_message = "existing_ca_arn is the ARN of a certificate authority of Private CA."
  }
}

variable "existing_crl_bucket" {
  description = "Name of the bucket that the existing CA writes its CRL to; EventBridge notifications must be on there."
  type        = string
  default     = null

  validation {
    condition     = (var.existing_crl_bucket == null) == (var.existing_ca_arn == null)
    error_message = "existing_ca_arn and existing_crl_bucket are given together or not at all."
  }
}

variable "existing_crl_bucket_key_arn" {
  description = "ARN of the KMS key that the existing CA's bucket is encrypted with, for crl-sync to read the CRL; null where it is S3's own. The key's policy must let this account's IAM policies permit its use."
  type        = string
  default     = null

  validation {
    condition     = var.existing_crl_bucket_key_arn == null || can(regex(local.arn.key, var.existing_crl_bucket_key_arn))
    error_message = "existing_crl_bucket_key_arn is the ARN of a KMS key."
  }

  validation {
    condition     = var.existing_crl_bucket_key_arn == null || var.existing_crl_bucket != null
    error_message = "existing_crl_bucket_key_arn is given with existing_crl_bucket."
  }
}

variable "crl_key_prefix" {
  description = "What stands before the CA's id in the key of the CRL: crl/ without a CustomPath. Of an existing CA with one, look into its bucket."
  type        = string
  default     = "crl/"

  validation {
    condition     = can(regex("^([A-Za-z0-9._/-]+/)?$", var.crl_key_prefix))
    error_message = "crl_key_prefix is empty or ends with /."
  }

  validation {
    condition     = var.existing_ca_arn != null || var.crl_key_prefix == "crl/"
    error_message = "crl_key_prefix is crl/: the stack's CA has no CustomPath."
  }
}

variable "former_ca_arns" {
  description = "ARNs of CAs of this account and Region that signed hosts' certificates before the current one: what they signed is recognized where a host holds it, and can still be revoked."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.former_ca_arns : can(regex(local.arn.ca, arn))])
    error_message = "former_ca_arns are ARNs of certificate authorities of Private CA."
  }

  validation {
    condition     = length(distinct(var.former_ca_arns)) == length(var.former_ca_arns) && length(var.former_ca_arns) <= 20
    error_message = "former_ca_arns are at most 20, each named once."
  }
}

variable "ca_common_name" {
  description = "Common name in the CA's subject; <prefix> CA if null. Read when the CA is made, and never again."
  type        = string
  default     = null

  validation {
    condition     = var.ca_common_name == null || try(length(var.ca_common_name) >= 1 && length(var.ca_common_name) <= 64, false)
    error_message = "ca_common_name has 1 to 64 characters."
  }
}

variable "ca_country" {
  description = "Country in the CA's subject. Read when the CA is made, and never again."
  type        = string
  default     = "US"

  validation {
    condition     = can(regex("^[A-Z]{2}$", var.ca_country))
    error_message = "ca_country is a country code of two capital letters."
  }
}

variable "ca_organization" {
  description = "Organization in the CA's subject, which must be said unless there is an existing CA. Read when the CA is made, and never again."
  type        = string
  default     = null

  validation {
    condition     = var.ca_organization == null || try(length(var.ca_organization) >= 1 && length(var.ca_organization) <= 64, false)
    error_message = "ca_organization has 1 to 64 characters."
  }

  validation {
    condition     = var.ca_organization != null || var.existing_ca_arn != null
    error_message = "ca_organization must be said: the CA bears it for as long as it lives."
  }
}

variable "ca_validity_years" {
  description = "How many years the CA's own certificate lives. Read when the CA is made, and never again."
  type        = number
  default     = 10

  validation {
    condition     = var.ca_validity_years >= 1 && var.ca_validity_years <= 30 && floor(var.ca_validity_years) == var.ca_validity_years
    error_message = "ca_validity_years is 1 to 30 whole years."
  }
}

variable "ca_key_algorithm" {
  description = "Algorithm of the CA's key, read when the CA is made; with existing_ca_arn, what that CA has."
  type        = string
  default     = "RSA_2048"

  validation {
    condition     = contains(local.key_algorithms, var.ca_key_algorithm)
    error_message = "ca_key_algorithm is one of ${join(", ", local.key_algorithms)}."
  }
}

variable "ca_signing_algorithm" {
  description = "Algorithm that the CA signs with, of its key's family."
  type        = string
  default     = "SHA256WITHRSA"

  validation {
    condition     = can(regex("^SHA(256|384|512)WITH(RSA|ECDSA)$", var.ca_signing_algorithm))
    error_message = "ca_signing_algorithm is SHA256, SHA384 or SHA512 WITHRSA or WITHECDSA."
  }

  validation {
    condition     = endswith(var.ca_signing_algorithm, "RSA") == startswith(var.ca_key_algorithm, "RSA")
    error_message = "ca_signing_algorithm and ca_key_algorithm are of one family: RSA, or EC with ECDSA."
  }
}

variable "crl_expiration_days" {
  description = "How many days a CRL of the stack's CA is valid. Private CA writes a new one well before."
  type        = number
  default     = 7

  validation {
    condition     = var.crl_expiration_days >= 1 && var.crl_expiration_days <= 5000 && floor(var.crl_expiration_days) == var.crl_expiration_days
    error_message = "crl_expiration_days is 1 to 5000 whole days."
  }
}

# --- The hosts: what holds where a host's row says nothing else ---

variable "host_cert_path" {
  description = "Folder of the certificate on the host."
  type        = string
  default     = "/etc/certfleet"

  validation {
    condition     = can(regex(local.plain_path, var.host_cert_path)) && length(var.host_cert_path) <= 200
    error_message = "host_cert_path ${local.plain_path_in_words}"
  }
}

variable "host_key_path" {
  description = "Folder of the private key on the host."
  type        = string
  default     = "/etc/certfleet"

  validation {
    condition     = can(regex(local.plain_path, var.host_key_path)) && length(var.host_key_path) <= 200
    error_message = "host_key_path ${local.plain_path_in_words}"
  }
}

variable "host_csr_path" {
  description = "Folder of the CSR on the host."
  type        = string
  default     = "/etc/certfleet"

  validation {
    condition     = can(regex(local.plain_path, var.host_csr_path)) && length(var.host_csr_path) <= 200
    error_message = "host_csr_path ${local.plain_path_in_words}"
  }
}

variable "host_ca_cert_path" {
  description = "Folder of the CA's certificate chain on the host."
  type        = string
  default     = "/etc/certfleet"

  validation {
    condition     = can(regex(local.plain_path, var.host_ca_cert_path)) && length(var.host_ca_cert_path) <= 200
    error_message = "host_ca_cert_path ${local.plain_path_in_words}"
  }
}

variable "host_signing_helper_path" {
  description = "Folder that holds aws_signing_helper on the host. It is never made."
  type        = string
  default     = "/usr/local/bin"

  validation {
    condition     = can(regex(local.plain_path, var.host_signing_helper_path)) && length(var.host_signing_helper_path) <= 200
    error_message = "host_signing_helper_path ${local.plain_path_in_words}"
  }
}

variable "host_key_algorithm" {
  description = "Algorithm of the hosts' keys."
  type        = string
  default     = "EC_prime256v1"

  validation {
    condition     = contains(local.key_algorithms, var.host_key_algorithm)
    error_message = "host_key_algorithm is one of ${join(", ", local.key_algorithms)}."
  }
}

variable "host_key_owner" {
  description = "User that owns the private key on the host."
  type        = string
  default     = "root"

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_-]{0,31}$", var.host_key_owner))
    error_message = "host_key_owner is a user name."
  }
}

variable "host_subject_o" {
  description = "Organization in the subject of every host's certificate; none if null. A change reaches hosts with their next certificates, roles at once: see README, \"Changing the subject\"."
  type        = string
  default     = null

  validation {
    condition     = var.host_subject_o == null || try(length(var.host_subject_o) >= 1 && length(var.host_subject_o) <= 64, false)
    error_message = "host_subject_o has 1 to 64 characters."
  }
}

variable "host_subject_ou" {
  description = "Organizational unit in the subject of every host's certificate; none if null. A change reaches hosts with their next certificates, roles at once: see README, \"Changing the subject\"."
  type        = string
  default     = null

  validation {
    condition     = var.host_subject_ou == null || try(length(var.host_subject_ou) >= 1 && length(var.host_subject_ou) <= 64, false)
    error_message = "host_subject_ou has 1 to 64 characters."
  }
}

variable "host_proof" {
  description = "Whether a host must prove a certificate with Roles Anywhere before it switches: required, if-installed (where the signing helper is) or off."
  type        = string
  default     = "required"

  validation {
    condition     = contains(["required", "if-installed", "off"], var.host_proof)
    error_message = "host_proof is required, if-installed or off."
  }
}

# --- The policy: how long, how often, how fast ---

variable "certificate_validity_hours" {
  description = "How long a host's certificate lives. A short-lived CA gives 7 days at most."
  type        = number
  default     = 168

  validation {
    # Twice as long ahead the end of the CA must be told, and Roles Anywhere tells of it 360 days ahead at most.
    condition     = var.certificate_validity_hours >= 6 && var.certificate_validity_hours <= 4320 && floor(var.certificate_validity_hours) == var.certificate_validity_hours
    error_message = "certificate_validity_hours is 6 to 4320, whole."
  }

  validation {
    # Private CA user guide, "Understanding private CA modes".
    condition     = var.existing_ca_arn != null || var.certificate_validity_hours <= 168
    error_message = "certificate_validity_hours is at most 168: the stack's CA is short-lived."
  }
}

variable "renewal_fraction" {
  description = "The part of a certificate's life after which it is replaced. Lower costs more certificates, higher leaves less time to fix a failure."
  type        = number
  default     = 0.6667

  validation {
    condition     = var.renewal_fraction >= 0.2 && var.renewal_fraction <= 0.8
    error_message = "renewal_fraction is 0.2 to 0.8."
  }
}

variable "renewal_jitter" {
  description = "How far each host's renewal is moved at most, in parts of the lifetime, so that hosts do not lump together."
  type        = number
  default     = 0.05

  validation {
    condition     = var.renewal_jitter >= 0 && var.renewal_jitter <= 0.1
    error_message = "renewal_jitter is 0 to 0.1."
  }
}

variable "rotations_per_second" {
  description = "How many hosts a second become due at most. Private CA signs 25 certificates/s, Roles Anywhere gives 10 sessions/s, both for the whole account and Region, the hosts' own sessions included."
  type        = number
  default     = 5

  validation {
    condition     = var.rotations_per_second >= 1 && var.rotations_per_second <= 1000 && floor(var.rotations_per_second) == var.rotations_per_second
    error_message = "rotations_per_second is 1 to 1000, whole."
  }
}

variable "batch_sizes" {
  description = "How many messages a service takes at once, by queue, where not as queues.json says; check has no batches. One command serves 50 hosts at most (issue, csr, installed), or 20 (certificate)."
  type        = map(number)
  default     = {}

  validation {
    # The segments of a sweep are shared by all instances, and each has a budget of its own.
    condition     = alltrue([for queue in keys(var.batch_sizes) : contains(keys(local.queue_settings.queues), queue) && queue != "check"])
    error_message = "batch_sizes are of the queues issue, csr, certificate, installed and crl."
  }

  validation {
    # Lambda API reference, CreateEventSourceMapping: more than 10 only with a batch window.
    condition = alltrue([
      for queue, size in var.batch_sizes :
      size >= 1 && size <= (try(local.queue_settings.queues[queue].batchWindowSeconds, 1) > 0 ? 10000 : 10) && floor(size) == size
    ])
    error_message = "batch_sizes are 1 to 10000, whole; to 10 where the queue has no batch window."
  }
}

variable "schedules_enabled" {
  description = "Whether the schedules fire. Off, nothing is renewed unless an operator asks for it."
  type        = bool
  default     = true
}

variable "sweep_every_minutes" {
  description = "How often the inventory is swept for due hosts and lost events."
  type        = number
  default     = 60

  validation {
    condition     = var.sweep_every_minutes >= 5 && var.sweep_every_minutes <= 1440 && floor(var.sweep_every_minutes) == var.sweep_every_minutes
    error_message = "sweep_every_minutes is 5 to 1440 whole minutes: a new host waits for it."
  }

  validation {
    condition     = var.sweep_every_minutes * 6 <= var.certificate_validity_hours * 60
    error_message = "sweep_every_minutes leaves fewer than 6 sweeps in a certificate's life: each may have to make good a lost event."
  }
}

variable "verify_crl_every_minutes" {
  description = "How often the CRL in Roles Anywhere is compared with the CA's, event or not."
  type        = number
  default     = 60

  validation {
    condition     = var.verify_crl_every_minutes >= 5 && var.verify_crl_every_minutes <= 1440 && floor(var.verify_crl_every_minutes) == var.verify_crl_every_minutes
    error_message = "verify_crl_every_minutes is 5 to 1440 whole minutes: a revocation whose event was lost waits for it."
  }
}

variable "delivery_timeout_seconds" {
  description = "How long Systems Manager tries to reach a host (SendCommand's TimeoutSeconds)."
  type        = number
  default     = 600

  validation {
    condition     = var.delivery_timeout_seconds >= 30 && var.delivery_timeout_seconds <= 2592000 && floor(var.delivery_timeout_seconds) == var.delivery_timeout_seconds
    error_message = "delivery_timeout_seconds is 30 to 2592000, whole."
  }
}

variable "execution_timeout_seconds" {
  description = "How long a script may run on a host."
  type        = number
  default     = 120

  validation {
    condition     = var.execution_timeout_seconds >= 5 && var.execution_timeout_seconds <= 99999 && floor(var.execution_timeout_seconds) == var.execution_timeout_seconds
    error_message = "execution_timeout_seconds is 5 to 99999, whole."
  }

  validation {
    # A rotation has two commands, and renewal leaves as little as a fifth of a life.
    condition     = (var.delivery_timeout_seconds + var.execution_timeout_seconds) * 10 <= var.certificate_validity_hours * 3600
    error_message = "delivery_timeout_seconds and execution_timeout_seconds together are at most a tenth of a certificate's life: it would end while its renewal waits."
  }
}

variable "proof_spread_seconds" {
  description = "Over how long the hosts of one command spread their first session. Raise it where the account's 10 sessions/s are needed by the hosts themselves."
  type        = number
  default     = 10

  validation {
    condition     = var.proof_spread_seconds >= 0 && var.proof_spread_seconds <= 999 && floor(var.proof_spread_seconds) == var.proof_spread_seconds
    error_message = "proof_spread_seconds is 0 to 999, whole."
  }

  validation {
    # As the deployer checks it (DeployerSettingsCheck).
    condition     = var.host_proof == "off" || var.proof_spread_seconds + 30 <= var.execution_timeout_seconds
    error_message = "proof_spread_seconds is at least 30 shorter than execution_timeout_seconds: a session takes its time."
  }
}

# --- Nodes and people ---

variable "create_activation" {
  description = "Whether to make a hybrid activation, with which hosts register. Those that are registered do not need it."
  type        = bool
  default     = true
}

variable "activation_limit" {
  description = "How many hosts may register with the activation."
  type        = number
  default     = 100

  validation {
    condition     = var.activation_limit >= 1 && var.activation_limit <= 1000 && floor(var.activation_limit) == var.activation_limit
    error_message = "activation_limit is 1 to 1000, whole (CreateActivation, API reference)."
  }
}

variable "activation_expiration" {
  description = "When the activation ends, as 2027-01-31T00:00:00Z, within 30 days; a day after it was made if null."
  type        = string
  default     = null

  validation {
    # In another spelling of the same time the provider would see a change, and replace it each time.
    condition     = var.activation_expiration == null || try(timeadd(var.activation_expiration, "0s") == var.activation_expiration && endswith(var.activation_expiration, "Z"), false)
    error_message = "activation_expiration is a time as 2027-01-31T00:00:00Z."
  }
}

variable "operators" {
  description = "ARNs of the users and roles that may send to the check queue, work with the dead-letter queues and read and fill the table."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for operator in var.operators : can(regex(local.arn.operator, operator))])
    error_message = "operators are ARNs of IAM users and roles, without wildcards."
  }
}

variable "sns_subscriber_emails" {
  description = "Addresses that get the alarms and the failures. Each must confirm the mail that SNS sends it."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.sns_subscriber_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "sns_subscriber_emails are e-mail addresses."
  }
}

# --- The services ---

variable "service_platform" {
  description = "Where the services run: lambda, or container (ECS on Fargate)."
  type        = string
  default     = "lambda"

  validation {
    condition     = contains(["lambda", "container"], var.service_platform)
    error_message = "service_platform is lambda or container."
  }
}

variable "service_packaging" {
  description = "What runs: native (an executable) or jvm. As a function, jvm needs a provider of 6.20 or later, which knows java25 (README, \"On the JVM\")."
  type        = string
  default     = "native"

  validation {
    condition     = contains(["native", "jvm"], var.service_packaging)
    error_message = "service_packaging is native or jvm."
  }
}

variable "service_architecture" {
  description = "Processor that the services run on: arm64 or x86_64. A native executable is built on the same."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.service_architecture)
    error_message = "service_architecture is arm64 or x86_64."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = contains(local.log_retentions, var.log_retention_days)
    error_message = "log_retention_days is one of the periods that CloudWatch Logs knows: ${join(", ", local.log_retentions)}."
  }
}

variable "build_folder" {
  description = "Folder of the repository where it was built: <service>/target/function.zip below it is what the functions run."
  type        = string
  default     = "../.."
}

variable "function_concurrency" {
  description = "How many batches of a queue functions work on at once: 4 of check, 2 of issue and crl, 3 of the others, where not given here. csr times the certificates that one signs in a second stays below Private CA's 25/s, crl below Roles Anywhere's 1 call/s."
  type        = object({ check = optional(number, 4), issue = optional(number, 2), csr = optional(number, 3), certificate = optional(number, 3), installed = optional(number, 3), crl = optional(number, 2) })
  default     = {}

  validation {
    # ScalingConfig, Lambda API reference.
    condition     = alltrue([for concurrency in values(var.function_concurrency) : concurrency >= 2 && concurrency <= 1000 && floor(concurrency) == concurrency])
    error_message = "function_concurrency is 2 to 1000, whole, for each queue."
  }
}

variable "container_image_uris" {
  description = "Images of the four services, by name, for service_platform = \"container\"."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.service_platform == "lambda" || toset(keys(var.container_image_uris)) == toset(["checker", "issuer", "deployer", "crl-sync"])
    error_message = "container_image_uris names checker, issuer, deployer and crl-sync where service_platform is container."
  }
}

variable "container_cluster_arn" {
  description = "ARN of the ECS cluster for the containers; one is made if null."
  type        = string
  default     = null

  validation {
    condition     = var.container_cluster_arn == null || can(regex(local.arn.cluster, var.container_cluster_arn))
    error_message = "container_cluster_arn is the ARN of an ECS cluster."
  }
}

variable "container_subnet_ids" {
  description = "Subnets of the containers. They need a way to the APIs of AWS: NAT, VPC endpoints, or public addresses."
  type        = list(string)
  default     = []

  validation {
    condition     = var.service_platform == "lambda" || length(var.container_subnet_ids) > 0
    error_message = "container_subnet_ids has at least one subnet where service_platform is container."
  }
}

variable "container_security_group_ids" {
  description = "Security groups of the containers, which only call out; the VPC's default group if empty."
  type        = list(string)
  default     = []
}

variable "container_public_ip" {
  description = "Whether the containers have public addresses, for subnets with an internet gateway and no NAT."
  type        = bool
  default     = false
}

variable "container_tasks" {
  description = "How many tasks a service has at least (1) and at most (3), and how many messages may wait for it before one is added (500). One task of a service with an idle queue costs what a busy one costs."
  type        = object({ minimum = optional(number, 1), maximum = optional(number, 3), backlog = optional(number, 500) })
  default     = {}

  validation {
    condition     = var.container_tasks.minimum >= 1 && var.container_tasks.maximum >= var.container_tasks.minimum && var.container_tasks.backlog >= 10 && alltrue([for number in values(var.container_tasks) : floor(number) == number])
    error_message = "container_tasks has a minimum of 1 or more, a maximum of the minimum or more, and a backlog of 10 or more, all whole."
  }
}
