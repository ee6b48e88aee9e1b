# Which queue is whose, and who may send where.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  operators = ["arn:aws:iam::111122223333:role/oncall"]
}

run "every_queue_has_its_own_dead_letter_queue" {
  assert {
    condition = alltrue([
      for name in ["check", "issue", "csr", "certificate", "installed", "crl"] :
      jsondecode(aws_sqs_queue.work[name].redrive_policy).deadLetterTargetArn == "arn:aws:sqs:eu-central-1:111122223333:certfleet-${name}-dlq"
    ])
    error_message = "A queue leaves its dead letters elsewhere: ${jsonencode({ for name, queue in aws_sqs_queue.work : name => queue.redrive_policy })}"
  }
}
