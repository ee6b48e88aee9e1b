variable "name" {
  description = "The function's name."
  type        = string
}

variable "description" {
  description = "What the service does, in one line."
  type        = string
}

variable "role_arn" {
  description = "The service's role."
  type        = string
}

variable "zip" {
  description = "Path of the function.zip that the build makes."
  type        = string
}

variable "packaging" {
  description = "native or jvm."
  type        = string
}

variable "jvm_runtime" {
  description = "Lambda's runtime for packaging jvm. The classes are Java 25's; a provider before 6.20 plans with java21 at most, as the tests do."
  type        = string
  default     = "java25"
}

variable "architecture" {
  description = "arm64 or x86_64."
  type        = string
}

variable "timeout_seconds" {
  description = "How long one batch may take."
  type        = number
}

variable "recursion_config" {
  description = "Whether Lambda can be told here that loops are meant."
  type        = bool
  default     = true
}

variable "environment" {
  description = "The service's settings."
  type        = map(string)
}

variable "log_group" {
  description = "Where it logs."
  type        = string
}

variable "queues" {
  description = "The queues that it reads, and how their messages are gathered."
  type = map(object({
    arn                 = string
    batch_size          = number
    window_seconds      = number
    maximum_concurrency = number
  }))
}
