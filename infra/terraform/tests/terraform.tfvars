# Tests plan without a build.
build_folder = "tests/artifacts"
