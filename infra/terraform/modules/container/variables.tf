variable "name" {
  description = "The name of the ECS service and its task family."
  type        = string
}

variable "cluster" {
  description = "The ECS cluster that it runs in."
  type        = object({ arn = string, name = string })
}

variable "image_uri" {
  description = "What runs: built from the service's Dockerfile, for the same architecture."
  type        = string
}

variable "packaging" {
  description = "What the image holds, native or jvm: it decides the task's size."
  type        = string
}

variable "architecture" {
  description = "arm64 or x86_64."
  type        = string
}

variable "role_arn" {
  description = "The service's role."
  type        = string
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the role which starts the tasks; none if null."
  type        = string
}

variable "environment" {
  description = "The service's settings."
  type        = map(string)
}

variable "log_group" {
  description = "Where it logs."
  type        = object({ arn = string, name = string })
}

variable "subnet_ids" {
  description = "Where its tasks stand."
  type        = list(string)
}

variable "security_group_ids" {
  description = "What its tasks may reach."
  type        = list(string)
}

variable "assign_public_ip" {
  description = "Whether its tasks have public addresses."
  type        = bool
}

variable "queue_names" {
  description = "The queues that it reads, by word of ours."
  type        = map(string)
}

variable "tasks" {
  description = "How many there are at least and at most, and how many messages may wait before one is added."
  type        = object({ minimum = number, maximum = number, backlog = number })
}
