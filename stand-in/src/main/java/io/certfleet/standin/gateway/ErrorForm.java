package io.certfleet.standin.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes an error as each of AWS's protocols does. */
final class ErrorForm {
    private ErrorForm() {}

    /** The answer that carries the error to the caller. */
    static Answer of(AwsError error, AwsService.Protocol protocol, Call call, String requestId) {
        boolean query = protocol == AwsService.Protocol.JSON
                && call.header("x-amz-target").isEmpty();
        return switch (query ? AwsService.Protocol.QUERY : protocol) {
            case JSON ->
                new Answer(
                        error.status(),
                        jsonHeaders(error, call),
                        Json.write(Json.object().put("__type", error.code()).put("message", error.getMessage())));
            case REST_JSON ->
                new Answer(
                        error.status(),
                        Map.of("Content-Type", "application/json", "x-amzn-ErrorType", error.code()),
                        Json.write(Json.object().put("message", error.getMessage())));
            case QUERY ->
                xml(
                        error,
                        "<ErrorResponse><Error><Type>" + fault(error) + "</Type><Code>" + Xml.escape(queryCode(error))
                                + "</Code><Message>" + Xml.escape(error.getMessage()) + "</Message></Error><RequestId>"
                                + requestId + "</RequestId></ErrorResponse>");
            case REST_XML ->
                xml(
                        error,
                        Xml.HEADER + "<Error><Code>" + Xml.escape(error.code()) + "</Code><Message>"
                                + Xml.escape(error.getMessage()) + "</Message><Resource>" + Xml.escape(call.path())
                                + "</Resource><RequestId>" + requestId + "</RequestId></Error>");
        };
    }

    private static Map<String, String> jsonHeaders(AwsError error, Call call) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", call.header("content-type").orElse("application/x-amz-json-1.1"));
        headers.put("x-amzn-ErrorType", error.code());
        if (call.service().equals("sqs")) {
            // The code that its query protocol gave the same error, by which clients go on telling errors apart.
            headers.put("x-amzn-query-error", queryCode(error) + ";" + fault(error));
        }
        return headers;
    }

    private static String queryCode(AwsError error) {
        return QueryCodes.of(error.code());
    }

    private static String fault(AwsError error) {
        return error.status() >= 500 ? "Receiver" : "Sender";
    }

    private static Answer xml(AwsError error, String body) {
        return new Answer(error.status(), Map.of("Content-Type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
    }
}
