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
 */
public record Call(String caller, String service, String operation, Http http) {

    /**
     * The request as HTTP carries it.
     *
     * @param query parameters of the query string or of a form body
     * @param headers names in lower case
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Http(
            String method, String path, Map<String, String> query, Map<String, List<String>> headers, byte[] body) {}

    public String method() {
        return http.method();
    }

    public String path() {
        return http.path();
    }

    public Map<String, String> query() {
        return http.query();
    }

    public Map<String, List<String>> headers() {
        return http.headers();
    }

    public byte[] body() {
        return http.body();
    }

    /** The body as JSON; an empty body is an empty object. */
    public JsonNode json() {
        return Json.read(body());
    }

    /** The same call with another body, for the emulator that answers it. */
    public Call withBody(byte[] changed) {
        return new Call(caller, service, operation, new Http(method(), path(), query(), headers(), changed));
    }

    /** A text of the request, in the JSON protocol or in the query protocol that older clients speak; empty if it is not given. */
    public String parameter(String name) {
        return header("x-amz-target").isPresent() ? json().path(name).asText() : query().getOrDefault(name, "");
    }

    /** The first value of a header, by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers().get(name)).map(List::getFirst);
    }
}
