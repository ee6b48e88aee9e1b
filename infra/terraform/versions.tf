terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80, < 6"
    }
  }
}

# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE): one stack is one account and one Region.
provider "aws" {
  default_tags {
    tags = var.tags
  }
}
