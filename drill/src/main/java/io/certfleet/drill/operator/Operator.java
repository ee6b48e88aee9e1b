package io.certfleet.drill.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.waiting.Wait;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a person does with the {@code aws} command line: requests, rows, a revocation. */
public final class Operator {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Pattern BUSY = Pattern.compile("\"__type\":\"[^\"]*(Throttling|ThroughputExceeded)Exception");

    /** The stand-in knows operators by it. */
    public static final String ACCESS_KEY = "AKIACERTFLEETOPERATOR";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI endpoint;
    private final String region;
    private final Map<String, String> environment;
    private final String accessKey;

    /** An operator in front of the stand-in of this environment. */
    public Operator(Map<String, String> environment) {
        this(environment, ACCESS_KEY);
    }

    private Operator(Map<String, String> environment, String accessKey) {
        this.environment = Map.copyOf(environment);
        this.accessKey = accessKey;
        this.endpoint = URI.create(environment.get("AWS_ENDPOINT_URL"));
        this.region = environment.get("AWS_REGION");
    }

    /** The same person as the one who applied Terraform, whose credentials the environment holds. */
    public Operator administrator() {
        return with(variable("AWS_ACCESS_KEY_ID"));
    }

    /** The same person with another's access key. */
    public Operator with(String otherKey) {
        return new Operator(environment, otherKey);
    }

    /** A variable of the operator's environment, for example {@code CHECK_QUEUE_URL}. */
    public String variable(String name) {
        return environment.get(name);
    }

    /** Sends a request to the check queue. */
    public void request(ObjectNode request) {
        sqs(
                "SendMessage",
                Json.object().put("QueueUrl", variable("CHECK_QUEUE_URL")).put("MessageBody", request.toString()));
    }

    /** Calls SQS. */
    public JsonNode sqs(String operation, ObjectNode request) {
        return call("sqs", "AmazonSQS." + operation, request);
    }

    /** Calls DynamoDB. */
    public JsonNode dynamoDb(String operation, ObjectNode request) {
        return call("dynamodb", "DynamoDB_20120810." + operation, request);
    }

    /** Calls Private CA. */
    public JsonNode authority(String operation, ObjectNode request) {
        return call("acm-pca", "ACMPrivateCA." + operation, request);
    }

    /** As the aws command line: what AWS is too busy for is asked again. */
    private JsonNode call(String service, String target, ObjectNode request) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            Optional<JsonNode> answer = attempt(service, target, request);
            if (answer.isPresent()) {
                return answer.get();
            }
            Wait.pause(PAUSE);
        }
        return attempt(service, target, request)
                .orElseThrow(() -> new IllegalStateException(target + " was refused " + ATTEMPTS + " times"));
    }

    private Optional<JsonNode> attempt(String service, String target, ObjectNode request) {
        HttpRequest http = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", authorization(service))
                .POST(BodyPublishers.ofByteArray(Json.write(request)))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(http, BodyHandlers.ofByteArray());
            if (response.statusCode() == 400
                    && BUSY.matcher(new String(response.body(), UTF_8)).find()) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        target + " was answered " + response.statusCode() + ": " + new String(response.body(), UTF_8));
            }
            return Optional.of(Json.read(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException("calling " + target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling " + target, e);
        }
    }

    // The stand-in knows callers by their access keys and does not check this kind of signature.
    private String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=" + accessKey + "/"
                + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.now(ZoneOffset.UTC)) + "/" + region + "/" + service
                + "/aws4_request, SignedHeaders=host, Signature=0";
    }
}
