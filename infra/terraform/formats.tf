# What values of variables must look like, for variables.tf.

locals {
  # A folder on a host: as the services check it (HostSetting) and the scripts once more.
  plain_path          = "^(/[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*|/\\.[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*)+$"
  plain_path_in_words = "is an absolute path of letters, digits and ._+@- without '..', of 200 characters at most."

  arn = {
    for kind, rest in {
      policy   = "iam::([0-9]{12}|aws):policy/.+"
      operator = "iam::[0-9]{12}:(user|role)/[A-Za-z0-9+=,.@_/-]+"
      ca       = "acm-pca:[a-z0-9-]+:[0-9]{12}:certificate-authority/[0-9a-f-]+"
      key      = "kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-zA-Z-]+"
      cluster  = "ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]+"
    } : kind => "^arn:aws[a-z-]*:${rest}$"
  }

  # Of hosts (HostSetting, generate-csr.sh) and of the CA.
  key_algorithms = ["RSA_2048", "RSA_4096", "EC_prime256v1", "EC_secp384r1"]

  # PutRetentionPolicy, CloudWatch Logs API reference.
  log_retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
}
