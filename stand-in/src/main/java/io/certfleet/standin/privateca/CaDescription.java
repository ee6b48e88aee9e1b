package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.cert.X509CertificateHolder;

/** A CA as DescribeCertificateAuthority and ListCertificateAuthorities show it. */
record CaDescription(CaIdentity ca, String arn, String account, CaConfiguration configuration, Lifecycle lifecycle) {

    ObjectNode json(Instant now) {
        ObjectNode authority = Json.object()
                .put("Arn", arn)
                .put("OwnerAccount", account)
                .put("CreatedAt", lifecycle.created().getEpochSecond())
                .put("LastStateChangeAt", lifecycle.changed().getEpochSecond())
                .put("Type", configuration.type())
                .put("Status", lifecycle.at(now).name())
                .put("KeyStorageSecurityStandard", configuration.keyStorage())
                .put("UsageMode", configuration.usageMode());
        if (ca.hasCertificate()) {
            X509CertificateHolder certificate = ca.certificate();
            authority
                    .put("Serial", certificate.getSerialNumber().toString())
                    .put("NotBefore", seconds(certificate.getNotBefore()))
                    .put("NotAfter", seconds(certificate.getNotAfter()));
        }
        authority
                .putObject("CertificateAuthorityConfiguration")
                .put("KeyAlgorithm", configuration.keyAlgorithm())
                .put("SigningAlgorithm", configuration.signingAlgorithm())
                .set("Subject", Subject.json(configuration.subject()));
        authority.set("RevocationConfiguration", configuration.revocation());
        lifecycle.restorableUntil().ifPresent(until -> authority.put("RestorableUntil", until.getEpochSecond()));
        return authority;
    }

    private static long seconds(Date date) {
        return date.toInstant().getEpochSecond();
    }
}
