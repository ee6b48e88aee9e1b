package io.certfleet.standin.iam;

import io.certfleet.standin.gateway.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a bucket's policy lets Private CA write a CA's CRL there. */
public final class CrlWriting {
    private static final String PRIVATE_CA = "acm-pca.amazonaws.com";

    private CrlWriting() {}

    /** What the policy does not allow; empty if it allows all (Private CA user guide, "Access policies for CRLs"). */
    public static Optional<String> refusal(String policy, String bucketArn, String caArn) {
        Policy statements = Policy.ofResource(Json.read(policy.getBytes(StandardCharsets.UTF_8)));
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("s3:GetBucketAcl", bucketArn);
        needed.put("s3:GetBucketLocation", bucketArn);
        needed.put("s3:PutObject", bucketArn + "/crl/");
        needed.put("s3:PutObjectAcl", bucketArn + "/crl/");
        return needed.entrySet().stream()
                .map(need -> Decision.of(Policy.NONE, statements, request(need.getKey(), need.getValue(), caArn)))
                .filter(decision -> !decision.allowed())
                .findFirst()
                .map(Decision::reason);
    }

    private static Request request(String action, String resource, String caArn) {
        return new Request(
                Principal.service(PRIVATE_CA),
                action,
                resource,
                Map.of(
                        ContextKeys.SOURCE_ARN, List.of(caArn),
                        ContextKeys.SOURCE_ACCOUNT, List.of(caArn.split(":", 6)[4]),
                        ContextKeys.PRINCIPAL_IS_SERVICE, List.of("true"),
                        ContextKeys.PRINCIPAL_SERVICE, List.of(PRIVATE_CA),
                        ContextKeys.SECURE_TRANSPORT, List.of("true")));
    }
}
