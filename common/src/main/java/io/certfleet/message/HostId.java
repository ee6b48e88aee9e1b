package io.certfleet.message;

import java.util.regex.Pattern;

/** The form of an SSM managed-node id: {@code mi-} for a hybrid node, {@code i-} for an EC2 instance. */
public final class HostId {
    // GetCommandInvocation's InstanceId in the SSM API model.
    private static final Pattern FORM = Pattern.compile("i-(\\w{8}|\\w{17})|mi-\\w{17}");

    private HostId() {}

    /** Whether SSM would take this as the id of a node. */
    public static boolean isValid(String hostId) {
        return FORM.matcher(hostId).matches();
    }
}
