# Tests plan without a build.
artifacts = "tests/artifacts"
