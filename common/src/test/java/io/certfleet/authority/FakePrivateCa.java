package io.certfleet.authority;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.GetCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.GetCertificateResponse;
import software.amazon.awssdk.services.acmpca.model.IssueCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.IssueCertificateResponse;
import software.amazon.awssdk.services.acmpca.model.RequestAlreadyProcessedException;
import software.amazon.awssdk.services.acmpca.model.RequestInProgressException;
import software.amazon.awssdk.services.acmpca.model.RevokeCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.RevokeCertificateResponse;

/** Private CA: names certificates, one for each idempotency token, and keeps what was asked of it. */
public final class FakePrivateCa implements AcmPcaClient {
    public static final String CHAIN = "-----BEGIN CERTIFICATE-----\nQ0E=\n-----END CERTIFICATE-----";

    private final List<IssueCertificateRequest> asked = new ArrayList<>();
    private final Map<String, String> arnsByToken = new LinkedHashMap<>();
    private final Map<String, String> certificates = new HashMap<>();
    private final List<String> revoked = new ArrayList<>();
    private final List<String> authorities = new ArrayList<>();
    private final Map<String, String> reasons = new HashMap<>();
    private final Map<String, AcmPcaException> refusals = new HashMap<>();
    private Optional<AcmPcaException> failure = Optional.empty();
    private Runnable beforeIssue = () -> {};
    private Runnable afterIssue = () -> {};

    /** The next call of any kind fails so, before it does anything. */
    public void failOnce(AcmPcaException exception) {
        failure = Optional.of(exception);
    }

    /** Whatever is asked about this certificate, or about this serial at any CA, fails so. */
    public void refuse(String name, AcmPcaException exception) {
        refusals.put(name, exception);
    }

    /** What happens before the next request for a certificate is read. */
    public void beforeNextIssue(Runnable event) {
        beforeIssue = event;
    }

    /** What happens between the CA's work and its answer. */
    public void afterIssue(Runnable event) {
        afterIssue = event;
    }

    public void put(String arn, String pem) {
        certificates.put(arn, pem);
    }

    public List<IssueCertificateRequest> asked() {
        return List.copyOf(asked);
    }

    /** The ARNs of all certificates that were issued. */
    public List<String> issued() {
        return List.copyOf(arnsByToken.values());
    }

    /** Serials, in order. */
    public List<String> revoked() {
        return List.copyOf(revoked);
    }

    /** The CAs that revoked them, in the same order. */
    public List<String> authorities() {
        return List.copyOf(authorities);
    }

    /** The reasons for which they were revoked, by serial. */
    public Map<String, String> reasons() {
        return Map.copyOf(reasons);
    }

    private void maybeFail(String name) {
        Optional<AcmPcaException> once = failure;
        failure = Optional.empty();
        once.or(() -> Optional.ofNullable(refusals.get(name))).ifPresent(exception -> {
            throw exception;
        });
    }

    @Override
    public IssueCertificateResponse issueCertificate(IssueCertificateRequest request) {
        asked.add(request);
        Runnable event = beforeIssue;
        beforeIssue = () -> {};
        event.run();
        maybeFail(request.idempotencyToken());
        String arn = arnsByToken.computeIfAbsent(
                request.idempotencyToken(),
                _ -> request.certificateAuthorityArn() + "/certificate/%032x".formatted(0xc0 + arnsByToken.size()));
        afterIssue.run();
        return IssueCertificateResponse.builder().certificateArn(arn).build();
    }

    @Override
    public RevokeCertificateResponse revokeCertificate(RevokeCertificateRequest request) {
        maybeFail(request.certificateSerial());
        maybeFail(request.certificateAuthorityArn() + "/certificate/" + request.certificateSerial());
        if (revoked.contains(request.certificateSerial())) {
            throw RequestAlreadyProcessedException.builder()
                    .message("already revoked")
                    .build();
        }
        revoked.add(request.certificateSerial());
        reasons.put(request.certificateSerial(), request.revocationReasonAsString());
        authorities.add(request.certificateAuthorityArn());
        return RevokeCertificateResponse.builder().build();
    }

    @Override
    public GetCertificateResponse getCertificate(GetCertificateRequest request) {
        maybeFail(request.certificateArn());
        String pem = certificates.get(request.certificateArn());
        if (pem == null) {
            throw RequestInProgressException.builder().message("not yet").build();
        }
        return GetCertificateResponse.builder()
                .certificate(pem)
                .certificateChain(CHAIN)
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
