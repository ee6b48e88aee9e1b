package io.certfleet.standin.s3;

import io.certfleet.standin.s3.configuration.Subresource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which operation of S3 a method, a path and a query mean. */
final class Route {
    private Route() {}

    static Optional<String> operation(String method, String path, String query) {
        boolean object = path.indexOf('/', 1) > 0 && !path.endsWith("/");
        if (object) {
            return method.equals("GET") ? Optional.of("GetObject") : Optional.empty();
        }
        Set<String> names = Arrays.stream(query.split("&", -1))
                .map(parameter -> parameter.split("=", 2)[0])
                .collect(Collectors.toSet());
        Optional<Subresource> subresource = Subresource.of(names);
        if (subresource.isPresent()) {
            return subresource.get().operation(method);
        }
        return switch (method) {
            case "HEAD" -> Optional.of("HeadBucket");
            case "PUT" -> Optional.of("CreateBucket");
            case "DELETE" -> Optional.of("DeleteBucket");
            case "POST" -> names.contains("delete") ? Optional.of("DeleteObjects") : Optional.empty();
            case "GET" -> names.contains("versions") ? Optional.of("ListObjectVersions") : Optional.empty();
            default -> Optional.empty();
        };
    }
}
