package io.certfleet.standin.s3;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.privateca.SettableClock;
import io.certfleet.standin.s3.configuration.Subresource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Buckets from their creation by the API to their deletion. */
class BucketConfigurationTest {
    private final Buckets buckets = new Buckets(
            (source, type, resources, detail) -> {}, new SettableClock(Instant.parse("2026-03-01T12:00:00Z")));

    private Answer call(String method, String path, String query, String body) {
        String operation = buckets.operation(method, path, query).orElseThrow();
        return buckets.answer(
                Calls.rest("operator", "s3", operation, method, path, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private String get(String query) {
        return new String(call("GET", "/crls", query, "").body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_bucket_is_created_once_and_deleted_when_it_is_empty() {
        call("PUT", "/crls", "", "");
        assertRefused("BucketAlreadyOwnedByYou", () -> call("PUT", "/crls", "", ""));
        buckets.find("crls").put("crl/a.crl", new byte[1]);
        assertRefused("BucketNotEmpty", () -> call("DELETE", "/crls", "", ""));
        assertThat(get("versions")).contains("<Key>crl/a.crl</Key><VersionId>null</VersionId>");
        String deleted = new String(
                call("POST", "/crls", "delete", "<Delete><Object><Key>crl/a.crl</Key></Object></Delete>")
                        .body(),
                StandardCharsets.UTF_8);
        assertThat(deleted).contains("<Deleted><Key>crl/a.crl</Key></Deleted>");
        call("DELETE", "/crls", "", "");
        assertRefused("NoSuchBucket", () -> call("HEAD", "/crls", "", ""));
    }

    @Test
    void a_new_bucket_blocks_public_access_and_knows_no_acls() {
        call("PUT", "/crls", "", "");
        assertThat(get("publicAccessBlock")).contains("<BlockPublicAcls>true</BlockPublicAcls>");
        assertThat(get("ownershipControls")).contains("BucketOwnerEnforced");
        call("DELETE", "/crls", "publicAccessBlock", "");
        assertRefused("NoSuchPublicAccessBlockConfiguration", () -> get("publicAccessBlock"));
    }

    @Test
    void what_was_put_is_got_until_it_is_deleted() {
        call("PUT", "/crls", "", "");
        for (Subresource each : Subresource.values()) {
            String parameter = each.operation("GET").orElseThrow();
            assertThat(Subresource.ofOperation(parameter)).contains(each);
        }
        assertRefused("NoSuchBucketPolicy", () -> get("policy"));
        call("PUT", "/crls", "policy", "{\"Version\":\"2012-10-17\"}");
        assertThat(get("policy")).isEqualTo("{\"Version\":\"2012-10-17\"}");
        call("DELETE", "/crls", "policy", "");
        assertRefused("NoSuchBucketPolicy", () -> get("policy"));
        call("PUT", "/crls", "encryption", "<other/>");
        assertThat(get("encryption")).isEqualTo("<other/>");
        call("DELETE", "/crls", "encryption", "");
        assertThat(get("encryption")).contains("AES256");
    }

    @Test
    void a_lifecycle_says_which_objects_stay_where_they_are() {
        call("PUT", "/crls", "", "");
        call("PUT", "/crls", "lifecycle", "<LifecycleConfiguration/>");
        Answer lifecycle = call("GET", "/crls", "lifecycle", "");
        assertThat(lifecycle.headers())
                .containsEntry("x-amz-transition-default-minimum-object-size", "all_storage_classes_128K");
        assertThat(lifecycle.body()).asString().isEqualTo("<LifecycleConfiguration/>");
    }

    @Test
    void what_s3_does_not_do_with_a_bucket_has_no_operation() {
        assertThat(buckets.operation("PATCH", "/crls", "policy")).isEmpty();
        assertThat(buckets.operation("GET", "/crls", "inventory")).isEmpty();
    }
}
