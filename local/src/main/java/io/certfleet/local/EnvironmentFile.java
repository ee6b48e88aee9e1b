package io.certfleet.local;

import java.util.Map;
import java.util.stream.Collectors;

/** The file that a shell sources to work with a stand-in. */
public final class EnvironmentFile {
    // Version 1 of the CLI ignores AWS_ENDPOINT_URL for SQS in most Regions (awscli/customizations,
    // overridesslcommonname.py) and would call AWS itself.
    private static final String AWS = "aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }\n";

    private EnvironmentFile() {}

    /** The text for a POSIX shell. */
    public static String of(Map<String, String> environment) {
        return environment.entrySet().stream()
                        .map(variable -> "export " + variable.getKey() + "='"
                                + variable.getValue().replace("'", "'\\''") + "'\n")
                        .collect(Collectors.joining())
                + AWS;
    }
}
