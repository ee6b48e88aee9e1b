package io.certfleet.standin.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.privateca.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    private Answer call(String method, String path, String query, Map<String, String> headers, String body) {
        String operation = buckets.operation(method, path, query).orElseThrow();
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            parameters.put(pair.split("=", 2)[0], pair.contains("=") ? pair.split("=", 2)[1] : "");
        }
        return buckets.answer(new Call(
                "operator",
                "s3",
                operation,
                new Call.Http(method, path, parameters, lists, body.getBytes(StandardCharsets.UTF_8))));
    }

    private Answer put(Map<String, String> headers, String body) {
        return call("PUT", "/crls/crl/a.crl", "", headers, body);
    }

    private String get() {
        return new String(call("GET", "/crls/crl/a.crl", "", Map.of(), "").body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_written_object_is_announced_as_s3_announces_it() {
        put(Map.of(), "hello");
        ObjectNode detail = (ObjectNode) details.getFirst();
        assertThat(detail.remove("request-id").asText()).isNotEmpty();
        assertThat(((ObjectNode) detail.path("object")).remove("sequencer").asText())
                .matches("[0-9A-F]{18}");
        assertThat(detail.toString())
                .isEqualTo(
                        "{\"version\":\"0\",\"bucket\":{\"name\":\"crls\"},\"object\":{\"key\":\"crl/a.crl\",\"size\":5,"
                                + "\"etag\":\"5d41402abc4b2a76b9719d911017c592\"},\"requester\":\"operator\","
                                + "\"source-ip-address\":\"127.0.0.1\",\"reason\":\"PutObject\"}");
    }

    @Test
    void the_sequencer_rises() {
        bucket.put("a", new byte[1]);
        bucket.put("a", new byte[1]);
        assertThat(details.get(0).at("/object/sequencer").asText())
                .isLessThan(details.get(1).at("/object/sequencer").asText());
    }

    @Test
    void a_body_in_signed_chunks_is_joined() {
        put(
                Map.of(
                        "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                        "x-amz-decoded-content-length", "8"),
                "5;chunk-signature=00\r\nhel\r\n\r\n3;chunk-signature=00\r\nabc\r\n0;chunk-signature=00\r\n\r\n");
        assertThat(get()).isEqualTo("hel\r\nabc");
    }

    @Test
    void a_body_with_a_trailing_checksum_is_joined() {
        put(
                Map.of(
                        "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "content-encoding", "aws-chunked",
                        "x-amz-decoded-content-length", "5"),
                "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
        assertThat(get()).isEqualTo("hello");
    }

    @Test
    void chunks_that_do_not_add_up_are_refused_and_nothing_is_written() {
        Map<String, String> headers = Map.of(
                "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-decoded-content-length", "5");
        for (String body : List.of(
                "4\r\nhell\r\n0\r\n\r\n",
                "6\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello",
                "x\r\nhello\r\n0\r\n",
                "-1\r\n\r\n",
                "")) {
            assertThatExceptionOfType(AwsError.class).isThrownBy(() -> put(headers, body));
        }
        assertThat(details).isEmpty();
    }

    @Test
    void a_wrong_content_md5_is_a_bad_digest() {
        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(() -> put(Map.of("content-md5", "AAAAAAAAAAAAAAAAAAAAAA=="), "hello"))
                .satisfies(error -> assertThat(error.code()).isEqualTo("BadDigest"));
        assertThat(put(Map.of("content-md5", "XUFAKrxLKna5cZ2REBfFkg=="), "hello")
                        .headers())
                .containsEntry("ETag", "\"5d41402abc4b2a76b9719d911017c592\"");
    }

    @Test
    void a_list_goes_on_page_by_page_within_its_prefix() {
        for (String key : List.of("crl/a", "crl/b", "crl/c", "other")) {
            bucket.put(key, new byte[1]);
        }
        String first = list("list-type=2&prefix=crl/&max-keys=2");
        assertThat(first)
                .contains("<Key>crl/a</Key>")
                .contains("<Key>crl/b</Key>")
                .contains("<IsTruncated>true</IsTruncated>")
                .doesNotContain("<Key>crl/c</Key>");
        assertThat(list("list-type=2&prefix=crl/&max-keys=2&continuation-token=crl/b"))
                .contains("<Key>crl/c</Key>")
                .contains("<IsTruncated>false</IsTruncated>")
                .contains("<KeyCount>1</KeyCount>")
                .doesNotContain("other");
    }

    private String list(String query) {
        return new String(call("GET", "/crls", query, Map.of(), "").body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_deleted_object_is_gone() {
        put(Map.of(), "hello");
        assertThat(call("DELETE", "/crls/crl/a.crl", "", Map.of(), "").status()).isEqualTo(204);
        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(this::get)
                .satisfies(error -> assertThat(error.code()).isEqualTo("NoSuchKey"));
    }

    @Test
    void another_bucket_does_not_exist() {
        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(() -> call("GET", "/other/key", "", Map.of(), ""))
                .satisfies(error -> assertThat(error.code()).isEqualTo("NoSuchBucket"));
    }
}
