package io.certfleet.standin.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads from an HTTP request who calls which operation of which service. */
final class CallReader {
    private CallReader() {}

    /** The call that a request is; its operation is empty where the request names none. */
    static Call read(HttpExchange exchange, Map<String, AwsService> services) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        URI address = exchange.getRequestURI();
        Map<String, String> query = new LinkedHashMap<>(parameters(address.getRawQuery()));
        if (first(headers, "content-type").startsWith("application/x-www-form-urlencoded")) {
            query.putAll(parameters(new String(body, StandardCharsets.UTF_8)));
        }
        Optional<Caller> caller = Caller.read(first(headers, "authorization"));
        String service = caller.map(Caller::service).orElse("");
        String method = exchange.getRequestMethod();
        String path = address.getRawPath();
        String operation = Optional.ofNullable(services.get(service))
                .flatMap(known -> switch (known.protocol()) {
                    case REST_JSON, REST_XML ->
                        known.operation(
                                method,
                                path,
                                Optional.ofNullable(address.getRawQuery()).orElse(""));
                    case JSON, QUERY -> named(headers, query);
                })
                .orElseGet(() -> named(headers, query).orElse(""));
        return new Call(
                caller.map(Caller::name).orElse("anonymous"),
                service,
                operation,
                new Call.Http(method, path, query, headers, body));
    }

    // SQS speaks both: JSON since 2023, the query protocol with older clients.
    private static Optional<String> named(Map<String, List<String>> headers, Map<String, String> query) {
        String target = first(headers, "x-amz-target");
        return target.isEmpty()
                ? Optional.ofNullable(query.get("Action"))
                : Optional.of(target.substring(target.lastIndexOf('.') + 1));
    }

    private static String first(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return parameters;
        }
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(decode(name), decode(value));
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
