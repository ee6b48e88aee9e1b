package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** An emulator behind the gateway, on a loopback port of its own, to which calls are handed on. */
public final class Upstream implements AutoCloseable {
    // What the client sets by itself, or refuses to set.
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "accept-encoding");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    /** The emulator on this port of 127.0.0.1. */
    public Upstream(int port) {
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /** Hands a call on and brings the answer back. */
    public Answer forward(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(call.path()))
                .method(call.method(), BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach((name, values) -> {
            if (!OWN.contains(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response = send(request.build());
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name)) {
                headers.put(name, values.getFirst());
            }
        });
        return new Answer(response.statusCode(), headers, response.body());
    }

    /** A call of the stand-in itself, which the gateway does not see. */
    public JsonNode call(String target, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/"))
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=standin/20260101/us-east-1/local/aws4_request, SignedHeaders=host,"
                                + " Signature=none")
                .POST(BodyPublishers.ofByteArray(Json.write(body)))
                .build();
        HttpResponse<byte[]> response = send(request);
        JsonNode answer = Json.read(response.body());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(target + " was answered with " + response.statusCode() + " " + answer);
        }
        return answer;
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("handing a call on to " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwsError(503, "ServiceUnavailable", "the stand-in is stopping");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
