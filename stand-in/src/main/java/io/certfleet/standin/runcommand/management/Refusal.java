package io.certfleet.standin.runcommand.management;

import io.certfleet.standin.gateway.AwsError;
import java.util.regex.Pattern;

/** The errors of Systems Manager's API model. */
public final class Refusal {
    // CommandId and InstanceId in the API model.
    private static final Pattern COMMAND_ID = Pattern.compile("[0-9a-fA-F-]{36}");
    private static final Pattern INSTANCE_ID = Pattern.compile("i-(\\w{8}|\\w{17})|mi-\\w{17}");

    private Refusal() {}

    public static AwsError of(String code, String message) {
        return new AwsError(400, code, message);
    }

    public static AwsError validation(String field, Object value, String constraint) {
        return of(
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + field
                        + "' failed to satisfy constraint: Member must " + constraint);
    }

    public static String commandId(String id) {
        if (!COMMAND_ID.matcher(id).matches()) {
            throw validation("commandId", id, "have length 36");
        }
        return id;
    }

    public static String instanceId(String id) {
        if (!INSTANCE_ID.matcher(id).matches()) {
            throw validation("instanceId", id, "satisfy regular expression pattern: " + INSTANCE_ID);
        }
        return id;
    }
}
