package io.certfleet.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The file that a shell sources to work with a stand-in, as an operator. */
public final class EnvironmentFile {
    // Version 1 of the CLI ignores AWS_ENDPOINT_URL for SQS in most Regions (awscli/customizations,
    // overridesslcommonname.py) and would call AWS itself.
    private static final String AWS = "aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }\n";
    private static final String AS_ADMINISTRATOR =
            "as_administrator() ( export AWS_ACCESS_KEY_ID=\"$ADMINISTRATOR_ACCESS_KEY_ID\"; \"$@\"; )\n";

    private EnvironmentFile() {}

    /** The text for a POSIX shell: an operator's credentials in place of the administrator's, which are kept beside them. */
    public static String of(Map<String, String> administrators, String operatorsAccessKey) {
        Map<String, String> environment = new LinkedHashMap<>(administrators);
        environment.put("ADMINISTRATOR_ACCESS_KEY_ID", administrators.get("AWS_ACCESS_KEY_ID"));
        environment.put("AWS_ACCESS_KEY_ID", operatorsAccessKey);
        return environment.entrySet().stream()
                        .map(variable -> "export " + variable.getKey() + "='"
                                + variable.getValue().replace("'", "'\\''") + "'\n")
                        .collect(Collectors.joining())
                + AWS
                + AS_ADMINISTRATOR;
    }
}
