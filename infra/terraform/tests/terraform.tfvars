# Tests plan without a build, for a CA and readers of the tests'; they are taken down again after each file.
build_folder          = "tests/artifacts"
ca_organization       = "Example Corp"
sns_subscriber_emails = ["fleet@example.com"]
deletion_protection   = false
