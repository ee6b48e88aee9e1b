package io.certfleet.standin.privateca.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.Authority;
import io.certfleet.standin.privateca.CaConfiguration;
import io.certfleet.standin.privateca.Lifecycle;
import io.certfleet.standin.privateca.Subject;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.cert.X509CertificateHolder;

/** A CA as DescribeCertificateAuthority and ListCertificateAuthorities show it. */
final class Description {
    private Description() {}

    static ObjectNode of(Authority authority, Instant now) {
        CaConfiguration configuration = authority.state().configuration();
        Lifecycle lifecycle = authority.state().lifecycle();
        ObjectNode json = Json.object()
                .put("Arn", authority.arn())
                .put("OwnerAccount", authority.arn().split(":", 6)[4])
                .put("CreatedAt", lifecycle.created().getEpochSecond())
                .put("LastStateChangeAt", lifecycle.changed().getEpochSecond())
                .put("Type", configuration.type())
                .put("Status", lifecycle.at(now).name())
                .put("KeyStorageSecurityStandard", configuration.keyStorage())
                .put("UsageMode", configuration.usageMode());
        if (authority.identity().hasCertificate()) {
            X509CertificateHolder certificate = authority.identity().certificate();
            json.put("Serial", certificate.getSerialNumber().toString())
                    .put("NotBefore", seconds(certificate.getNotBefore()))
                    .put("NotAfter", seconds(certificate.getNotAfter()));
        }
        json.putObject("CertificateAuthorityConfiguration")
                .put("KeyAlgorithm", configuration.keyAlgorithm())
                .put("SigningAlgorithm", configuration.signingAlgorithm())
                .set("Subject", Subject.json(configuration.subject()));
        json.set("RevocationConfiguration", Configurations.revocation(configuration.crl()));
        lifecycle.restorableUntil().ifPresent(until -> json.put("RestorableUntil", until.getEpochSecond()));
        return json;
    }

    private static long seconds(Date date) {
        return date.toInstant().getEpochSecond();
    }
}
