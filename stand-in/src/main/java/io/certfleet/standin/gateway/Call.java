package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it came through the gateway.
 *
 * @param caller who asks, known by the access key of the signature; {@code anonymous} without one
 * @param service the service as the signature's scope names it, for example {@code acm-pca}
 * @param operation the API operation, for example {@code IssueCertificate}
 * @param headers names in lower case
 * @param query parameters of the query string or of a form body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Call(
        String caller,
        String service,
        String operation,
        String method,
        String path,
        Map<String, String> query,
        Map<String, List<String>> headers,
        byte[] body) {

    /** The body as JSON; an empty body is an empty object. */
    public JsonNode json() {
        return Json.read(body);
    }

    /** The same call with another body, for the emulator that answers it. */
    public Call withBody(byte[] changed) {
        return new Call(caller, service, operation, method, path, query, headers, changed);
    }

    /** A text of the request, in the JSON protocol or in the query protocol that older clients speak; empty if it is not given. */
    public String parameter(String name) {
        return header("x-amz-target").isPresent() ? json().path(name).asText() : query.getOrDefault(name, "");
    }

    /** The first value of a header, by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }
}
