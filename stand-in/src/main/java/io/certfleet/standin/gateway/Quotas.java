package io.certfleet.standin.gateway;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The gate that answers ThrottlingException to what exceeds AWS's default quotas. */
public final class Quotas implements Gate {
    private static final int JSON_STATUS = 400;
    private static final int REST_STATUS = 429;

    /** AWS General Reference, "AWS Private CA" and "IAM Roles Anywhere endpoints and quotas". */
    private static final List<Quota> AWS = List.of(
            authority("IssueCertificate", 25),
            authority("GetCertificate", 75),
            authority("RevokeCertificate", 20),
            authority("DescribeCertificateAuthority", 20),
            authority("GetCertificateAuthorityCertificate", 20),
            authority("ListCertificateAuthorities", 20),
            authority("CreateCertificateAuthorityAuditReport", 1),
            rolesAnywhere(10, "CreateSession"),
            rolesAnywhere(1, "ImportCrl", "GetCrl", "ListCrls", "UpdateCrl", "DeleteCrl", "EnableCrl", "DisableCrl"),
            rolesAnywhere(
                    1,
                    "CreateTrustAnchor",
                    "GetTrustAnchor",
                    "ListTrustAnchors",
                    "UpdateTrustAnchor",
                    "DeleteTrustAnchor",
                    "EnableTrustAnchor",
                    "DisableTrustAnchor"),
            rolesAnywhere(
                    1,
                    "CreateProfile",
                    "GetProfile",
                    "ListProfiles",
                    "UpdateProfile",
                    "DeleteProfile",
                    "EnableProfile",
                    "DisableProfile"),
            rolesAnywhere(1, "GetSubject", "ListSubjects"),
            rolesAnywhere(1, "TagResource", "UntagResource", "ListTagsForResource"));

    private final Map<Quota, TokenBucket> buckets = AWS.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), quota -> new TokenBucket(quota.perSecond())));
    private final InstantSource clock;

    /** Quotas whose seconds are those of the clock. */
    public Quotas(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void pass(Call call) {
        buckets.forEach((quota, bucket) -> {
            if (quota.limits(call) && !bucket.take(clock.instant())) {
                throw new AwsError(quota.status(), AwsError.THROTTLED, "Rate exceeded");
            }
        });
    }

    private static Quota authority(String operation, double perSecond) {
        return new Quota("acm-pca", Set.of(operation), perSecond, JSON_STATUS);
    }

    private static Quota rolesAnywhere(double perSecond, String... operations) {
        return new Quota("rolesanywhere", Set.of(operations), perSecond, REST_STATUS);
    }
}
