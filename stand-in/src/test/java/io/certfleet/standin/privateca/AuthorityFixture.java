package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.management.Management;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A CA of the stand-in with a clock, an executor, a bus and a bucket that a test holds in its hands. */
public final class AuthorityFixture {
    public static final String CLIENT = "arn:aws:acm-pca:::template/EndEntityClientAuthCertificate/V1";
    public static final String CLIENT_API =
            "arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1";

    public final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00.250Z"));
    public final ManualExecutor executor = new ManualExecutor(clock);
    public final List<Event> events = new ArrayList<>();
    public final List<byte[]> crls = new ArrayList<>();
    public final List<String> crlKeys = new ArrayList<>();
    public final PrivateCa service;
    public final String arn;
    private final Management management;
    private RuntimeException bucketFailure;

    /** One emitted event. */
    public record Event(String source, String detailType, List<String> resources, JsonNode detail) {}

    public AuthorityFixture(Path folder, UnaryOperator<CaSettings> settings) {
        service = new PrivateCa(
                settings.apply(CaSettings.standard(Account.standard(), folder)),
                clock,
                (source, detailType, resources, detail) -> events.add(new Event(source, detailType, resources, detail)),
                (bucket, key, crl) -> write(key, crl),
                executor);
        management = new Management(service, clock);
        arn = service.createActive();
    }

    public AuthorityFixture(Path folder) {
        this(folder, UnaryOperator.identity());
    }

    private void write(String key, byte[] der) {
        if (bucketFailure != null) {
            throw bucketFailure;
        }
        crlKeys.add(key);
        crls.add(der);
    }

    public String certificate() {
        return service.certificate(arn);
    }

    /** Lets the bucket refuse, or (with null) take again. */
    public void failBucket(RuntimeException failure) {
        bucketFailure = failure;
    }

    /** Lets time pass and what is due happen. */
    public void pass(Duration time) {
        clock.advance(time);
        executor.runDue();
    }

    public JsonNode call(String operation, ObjectNode request) {
        ObjectNode body = Json.object().put("CertificateAuthorityArn", arn);
        body.setAll(request);
        return Json.read(management
                .answer(Calls.json("issuer", "acm-pca", "ACMPrivateCA." + operation, body))
                .body());
    }

    /** A request for seven days by the template that the services use. */
    public ObjectNode request(Csr csr) {
        return request(csr.base64());
    }

    public ObjectNode request(String base64) {
        ObjectNode request = Json.object()
                .put("Csr", base64)
                .put("SigningAlgorithm", "SHA256WITHRSA")
                .put("TemplateArn", CLIENT_API);
        request.putObject("Validity").put("Type", "DAYS").put("Value", 7);
        return request;
    }

    /** The ARN that IssueCertificate answers. */
    public String issue(ObjectNode request) {
        return call("IssueCertificate", request).path("CertificateArn").asText();
    }

    /** Issues, waits, and gets the certificate. */
    public X509Certificate certificate(ObjectNode request) {
        String arn = issue(request);
        pass(Duration.ofMillis(100));
        return get(arn);
    }

    public X509Certificate get(String arn) {
        String pem = call("GetCertificate", Json.object().put("CertificateArn", arn))
                .path("Certificate")
                .asText();
        return parse(pem);
    }

    public static X509Certificate parse(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The newest CRL in the bucket. */
    public X509CRL crl() {
        try {
            return (X509CRL)
                    CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(crls.getLast()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public void revoke(X509Certificate certificate, String reason) {
        revoke(certificate.getSerialNumber().toString(16), reason);
    }

    public void revoke(String serial, String reason) {
        call("RevokeCertificate", Json.object().put("CertificateSerial", serial).put("RevocationReason", reason));
    }

    /** The events of a kind so far. */
    public List<Event> events(String detailType) {
        return events.stream()
                .filter(event -> event.detailType().equals(detailType))
                .toList();
    }
}
