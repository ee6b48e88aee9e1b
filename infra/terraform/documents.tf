# What may run on a host: these two scripts and nothing else. The services pin version and hash, so that a document somebody
# changed is not run.

resource "aws_ssm_document" "scripts" {
  for_each = toset([for file in fileset("${path.module}/documents", "*.yaml") : trimsuffix(file, ".yaml")])

  name            = "${local.prefix}${each.key}"
  document_type   = "Command"
  document_format = "YAML"
  content         = file("${path.module}/documents/${each.key}.yaml")
}
