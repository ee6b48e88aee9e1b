package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.QueryCodes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors of SQS, worded as SQS words them. */
final class QueueError {
    private static final Pattern XML = Pattern.compile("<Code>([^<]*)</Code>\\s*<Message>([^<]*)</Message>");

    private QueueError() {}

    static AwsError of(String code, String message) {
        return new AwsError(400, code, message);
    }

    static AwsError missing(String parameter) {
        return of("MissingParameter", "The request must contain the parameter " + parameter + ".");
    }

    static AwsError invalid(Object value, String parameter, String reason) {
        return of(
                "InvalidParameterValue",
                "Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
    }

    /** An error that ElasticMQ answered, in either protocol. */
    static AwsError of(Answer refused) {
        String body = new String(refused.body(), StandardCharsets.UTF_8);
        Matcher xml = XML.matcher(body);
        if (xml.find()) {
            return new AwsError(refused.status(), QueryCodes.shape(xml.group(1)), xml.group(2));
        }
        JsonNode json = Json.read(refused.body());
        String type = json.path("__type").asText();
        return new AwsError(
                refused.status(),
                type.substring(type.lastIndexOf('#') + 1),
                json.path("Message").asText());
    }
}
