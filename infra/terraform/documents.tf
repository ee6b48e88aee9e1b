# What may run on a host: these two scripts and nothing else. The services pin version and hash, so that a document somebody
# changed is not run.

locals {
  # A document is its frame, then lib.sh and a script of its own, both indented. The stand-in puts it together by the same recipe
  # (Documents); tests hold each to what a host must get, which is the two files as they are.
  documents = {
    for name in [for frame in fileset("${path.module}/documents", "*.yaml") : trimsuffix(frame, ".yaml")] : name => join("", [
      file("${path.module}/documents/${name}.yaml"),
      replace("${file("${path.module}/documents/lib.sh")}${file("${path.module}/documents/${name}.sh")}", "/(?m)^(.)/", "      $1"),
    ])
  }
}

resource "aws_ssm_document" "scripts" {
  for_each = local.documents

  name            = "${local.prefix}${each.key}"
  document_type   = "Command"
  document_format = "YAML"
  content         = each.value
}
