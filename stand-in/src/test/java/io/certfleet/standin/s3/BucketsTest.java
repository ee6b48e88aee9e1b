package io.certfleet.standin.s3;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.privateca.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final List<JsonNode> details = new ArrayList<>();
    private final Buckets buckets = new Buckets(
            (source, type, resources, detail) -> {
                assertThat(source + " " + type + " " + resources)
                        .isEqualTo("aws.s3 Object Created [arn:aws:s3:::crls]");
                details.add(detail);
            },
            new SettableClock(Instant.parse("2026-03-01T12:00:00Z")));
    private final Bucket bucket = buckets.create("crls");

    private Answer get(String path) {
        String operation = buckets.operation("GET", path, "").orElseThrow();
        return buckets.answer(Calls.rest("crl-sync", "s3", operation, "GET", path, Map.of(), new byte[0]));
    }

    @Test
    void a_written_object_is_announced_as_s3_announces_it_and_read() {
        bucket.put("crl/a b.crl", "hello".getBytes(StandardCharsets.UTF_8));
        ObjectNode detail = (ObjectNode) details.getFirst();
        assertThat(detail.remove("request-id").asText()).isNotEmpty();
        assertThat(((ObjectNode) detail.path("object")).remove("sequencer").asText())
                .matches("[0-9A-F]{18}");
        assertThat(detail.toString())
                .isEqualTo("{\"version\":\"0\",\"bucket\":{\"name\":\"crls\"},\"object\":{\"key\":\"crl/a b.crl\","
                        + "\"size\":5,\"etag\":\"5d41402abc4b2a76b9719d911017c592\"},\"requester\":"
                        + "\"acm-pca.amazonaws.com\",\"source-ip-address\":\"127.0.0.1\",\"reason\":\"PutObject\"}");
        Answer read = get("/crls/crl/a%20b.crl");
        assertThat(read.body()).asString().isEqualTo("hello");
        assertThat(read.headers()).containsEntry("ETag", "\"5d41402abc4b2a76b9719d911017c592\"");
    }

    @Test
    void the_sequencer_rises() {
        bucket.put("a", new byte[1]);
        bucket.put("a", new byte[1]);
        assertThat(details.get(0).at("/object/sequencer").asText())
                .isLessThan(details.get(1).at("/object/sequencer").asText());
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertRefused("NoSuchKey", () -> get("/crls/crl/a.crl"));
        assertRefused("NoSuchBucket", () -> get("/other/key"));
    }

    @Test
    void objects_are_written_by_private_ca_alone() {
        for (String method : List.of("PUT", "HEAD", "DELETE")) {
            assertThat(buckets.operation(method, "/crls/crl/a.crl", "")).isEmpty();
        }
    }
}
