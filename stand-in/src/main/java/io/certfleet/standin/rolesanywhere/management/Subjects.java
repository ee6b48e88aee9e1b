package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Who asked for sessions, by the subjects of their certificates, and with which certificates. */
public final class Subjects {
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final RolesAnywhereSettings settings;
    private final Map<String, Subject> subjects = new LinkedHashMap<>();

    Subjects(RolesAnywhereSettings settings) {
        this.settings = settings;
    }

    private record Subject(String id, String name, Instant created, Map<String, Attempt> attempts) {
        Instant lastSeen() {
            return attempts.values().stream()
                    .map(Attempt::time)
                    .max(Instant::compareTo)
                    .orElse(created);
        }
    }

    private record Attempt(X509Certificate certificate, Instant time, boolean failed) {}

    /** Notes an attempt with a certificate of a trusted CA, and answers the subject's ARN. */
    public synchronized String note(X509Certificate certificate, Instant time, boolean failed) {
        String name = certificate.getSubjectX500Principal().getName();
        String id =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        subjects.computeIfAbsent(id, _ -> new Subject(id, name, time, new LinkedHashMap<>()))
                .attempts()
                .put(Certificates.serialHex(certificate), new Attempt(certificate, time, failed));
        return arn(id);
    }

    synchronized ObjectNode list(Call call) {
        return Page.of("subjects", subjects.values().stream().map(this::summary).toList(), call);
    }

    synchronized ObjectNode get(String id) {
        Subject subject = subjects.get(id);
        if (subject == null) {
            throw Refusal.notFound("Subject " + id);
        }
        ObjectNode answer = Json.object();
        ObjectNode detail = summary(subject);
        answer.set("subject", detail);
        var credentials = detail.putArray("credentials");
        subject.attempts().values().forEach(attempt -> credentials.add(credential(attempt)));
        return answer;
    }

    private ObjectNode summary(Subject subject) {
        String lastSeen = subject.lastSeen().toString();
        return Json.object()
                .put("subjectArn", arn(subject.id()))
                .put("subjectId", subject.id())
                .put("enabled", true)
                .put("x509Subject", subject.name())
                .put("lastSeenAt", lastSeen)
                .put("createdAt", subject.created().toString())
                .put("updatedAt", lastSeen);
    }

    private static ObjectNode credential(Attempt attempt) {
        X509Certificate certificate = attempt.certificate();
        return Json.object()
                .put("seenAt", attempt.time().toString())
                .put("serialNumber", Certificates.serialHex(certificate))
                .put("issuer", certificate.getIssuerX500Principal().getName())
                .put("enabled", true)
                .put("x509CertificateData", pem(certificate))
                .put("failed", attempt.failed());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + PEM.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    private String arn(String id) {
        return settings.arn("subject", id);
    }
}
