package io.certfleet.standin.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.privateca.SettableClock;
import io.certfleet.standin.s3.configuration.Subresource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Private CA looks whether it may write its CRL to a bucket. */
class CrlAccessTest {
    private static final String CA =
            "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555";
    private static final String ENOUGH = """
            {"Statement": [{"Effect": "Allow", "Principal": {"Service": "acm-pca.amazonaws.com"},
              "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:GetBucketAcl", "s3:GetBucketLocation"],
              "Resource": ["arn:aws:s3:::crls", "arn:aws:s3:::crls/*"],
              "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"},
                "ArnLike": {"aws:SourceArn": "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/*"}}},
             {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::crls/*"],
              "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
            """;

    private final Buckets buckets = new Buckets(
            (source, type, resources, detail) -> {}, new SettableClock(Instant.parse("2026-03-01T12:00:00Z")));
    private Bucket bucket;

    @BeforeEach
    void create() {
        bucket = buckets.create("crls");
    }

    private void policy(String text) {
        bucket.configuration().put(Subresource.POLICY, text.getBytes(StandardCharsets.UTF_8));
    }

    private String refusal(String accessControlList) {
        return buckets.refusal("crls", accessControlList, CA).orElse("");
    }

    private String refusal() {
        return refusal("BUCKET_OWNER_FULL_CONTROL");
    }

    @Test
    void a_bucket_with_the_policy_of_the_user_guide_takes_it_and_keeps_the_test_object() {
        policy(ENOUGH);
        assertThat(refusal()).isEmpty();
        assertThat(bucket.find("acm-pca-permission-test-key")).isPresent();
    }

    @Test
    void without_a_bucket_or_a_policy_it_is_refused() {
        assertThat(buckets.refusal("other", "BUCKET_OWNER_FULL_CONTROL", CA)).contains("there is no such bucket");
        assertThat(refusal()).isEqualTo("the bucket has no policy");
        assertThat(bucket.isEmpty()).isTrue();
    }

    @Test
    void each_of_the_four_actions_is_needed() {
        for (String action : new String[] {"PutObject", "PutObjectAcl", "GetBucketAcl", "GetBucketLocation"}) {
            policy(ENOUGH.replace("\"s3:" + action + "\"", "\"s3:Other\""));
            assertThat(refusal()).contains("s3:" + action);
        }
    }

    @Test
    void a_policy_for_another_account_or_another_ca_is_not_enough() {
        policy(ENOUGH.replace("\"111122223333\"", "\"444455556666\""));
        assertThat(refusal()).isNotEmpty();
        policy(ENOUGH.replace("certificate-authority/*", "certificate-authority/9*"));
        assertThat(refusal()).isNotEmpty();
    }

    @Test
    void a_public_crl_is_refused_where_public_access_is_blocked_or_acls_are_off() {
        policy(ENOUGH);
        assertThat(refusal("PUBLIC_READ")).contains("Block Public Access");
        bucket.configuration().delete(Subresource.PUBLIC_ACCESS);
        assertThat(refusal("PUBLIC_READ")).contains("no ACLs");
        bucket.configuration().delete(Subresource.OWNERSHIP);
        assertThat(refusal("PUBLIC_READ")).isEmpty();
    }
}
