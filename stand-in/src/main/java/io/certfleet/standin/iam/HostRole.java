package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;

/** The role whose sessions hosts ask for. */
public final class HostRole {
    private HostRole() {}

    /** Its trust policy, as Terraform renders it where the subject is a host's id and nothing more. */
    public static JsonNode trustPolicy(Path infrastructure, String trustAnchorArn) {
        return PolicyFile.read(
                infrastructure.resolve("policies").resolve("host-trust.yaml"),
                Map.of("trust_anchor_arn", trustAnchorArn));
    }
}
