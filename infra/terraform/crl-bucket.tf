# Where Private CA writes its CRL, and crl-sync reads it. An existing CA has a bucket of its own.

locals {
  crl_bucket = local.existing_ca ? var.existing_crl_bucket : aws_s3_bucket.crl[0].id
}

resource "aws_s3_bucket" "crl" {
  count = local.existing_ca ? 0 : 1

  bucket        = "${local.prefix}crl-${local.account}-${local.region}"
  force_destroy = !var.deletion_protection
}

resource "aws_s3_bucket_public_access_block" "crl" {
  count = local.existing_ca ? 0 : 1

  bucket                  = aws_s3_bucket.crl[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# No ACLs. A CA that is set to write its CRL as PUBLIC_READ, which is Private CA's default, would be refused.
resource "aws_s3_bucket_ownership_controls" "crl" {
  count = local.existing_ca ? 0 : 1

  bucket = aws_s3_bucket.crl[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "crl" {
  count = local.existing_ca ? 0 : 1

  bucket = aws_s3_bucket.crl[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

# Private CA writes the same object anew with each CRL. A month of old ones shows what was revoked when.
resource "aws_s3_bucket_lifecycle_configuration" "crl" {
  count = local.existing_ca ? 0 : 1

  bucket = aws_s3_bucket.crl[0].id

  rule {
    id     = "old-crls"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  # Without versions nothing is noncurrent.
  depends_on = [aws_s3_bucket_versioning.crl]
}

# The rule "crl" hears of a new CRL through EventBridge.
resource "aws_s3_bucket_notification" "crl" {
  count = local.existing_ca ? 0 : 1

  bucket      = aws_s3_bucket.crl[0].id
  eventbridge = true
}

resource "aws_s3_bucket_policy" "crl" {
  count = local.existing_ca ? 0 : 1

  bucket = aws_s3_bucket.crl[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Private CA user guide, "Access policies for CRLs in Amazon S3". Not one CA: this must be there before the CA is made, and so
      # before its id is known.
      {
        Sid       = "PrivateCaWritesTheCrl"
        Effect    = "Allow"
        Principal = { Service = "acm-pca.amazonaws.com" }
        Action    = ["s3:PutObject", "s3:PutObjectAcl", "s3:GetBucketAcl", "s3:GetBucketLocation"]
        Resource  = [aws_s3_bucket.crl[0].arn, "${aws_s3_bucket.crl[0].arn}/*"]
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:acm-pca:${local.region}:${local.account}:certificate-authority/*" }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.crl[0].arn, "${aws_s3_bucket.crl[0].arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })

  # S3 refuses to change both at once.
  depends_on = [aws_s3_bucket_public_access_block.crl]
}
