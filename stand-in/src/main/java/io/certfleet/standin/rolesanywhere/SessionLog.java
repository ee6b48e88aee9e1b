package io.certfleet.standin.rolesanywhere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.JsonLines;
import io.certfleet.standin.rolesanywhere.management.Certificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Every decision on a session, one JSON object to a line; serials as in the ARNs of Private CA. */
final class SessionLog {
    private final JsonLines lines;

    SessionLog(Path file) {
        this.lines = new JsonLines(file);
    }

    void granted(Instant time, X509Certificate certificate) {
        lines.add(entry(time, Optional.of(certificate)).put("granted", true));
    }

    void refused(Instant time, Optional<X509Certificate> certificate, AwsError refusal) {
        lines.add(entry(time, certificate)
                .put("granted", false)
                .put("code", refusal.code())
                .put("reason", refusal.getMessage()));
    }

    private static ObjectNode entry(Instant time, Optional<X509Certificate> certificate) {
        ObjectNode entry = Json.object().put("time", time.toString());
        certificate.ifPresent(
                present -> entry.put("cn", Certificates.commonName(present).orElse(""))
                        .put("serial", String.format("%032x", present.getSerialNumber())));
        return entry;
    }
}
