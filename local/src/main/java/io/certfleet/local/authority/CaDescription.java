package io.certfleet.local.authority;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** The CA as DescribeCertificateAuthority and ListCertificateAuthorities show it. */
record CaDescription(CaIdentity ca, String arn, CaSettings settings, Instant createdAt) {

    ObjectNode json() {
        ObjectNode authority = Json.object()
                .put("Arn", arn)
                .put("OwnerAccount", settings.account())
                .put("CreatedAt", createdAt.getEpochSecond())
                .put("LastStateChangeAt", createdAt.getEpochSecond())
                .put("Type", "ROOT")
                .put("Serial", ca.certificate().getSerialNumber().toString())
                .put("Status", "ACTIVE")
                .put("NotBefore", seconds(ca.certificate().getNotBefore()))
                .put("NotAfter", seconds(ca.certificate().getNotAfter()))
                .put("KeyStorageSecurityStandard", "FIPS_140_2_LEVEL_3_OR_HIGHER")
                .put("UsageMode", settings.shortLived() ? "SHORT_LIVED_CERTIFICATE" : "GENERAL_PURPOSE");
        authority
                .putObject("CertificateAuthorityConfiguration")
                .put("KeyAlgorithm", ca.keyAlgorithm())
                .put("SigningAlgorithm", ca.defaultSigningAlgorithm())
                .set("Subject", subject(ca.certificate().getSubject()));
        ObjectNode revocation = authority.putObject("RevocationConfiguration");
        revocation
                .putObject("CrlConfiguration")
                .put("Enabled", true)
                .put("ExpirationInDays", settings.crlLifetime().toDays())
                .put("S3BucketName", settings.crlBucket())
                .put("S3ObjectAcl", "BUCKET_OWNER_FULL_CONTROL")
                .put("CrlType", "COMPLETE");
        revocation.putObject("OcspConfiguration").put("Enabled", false);
        return authority;
    }

    private static long seconds(Date date) {
        return date.toInstant().getEpochSecond();
    }

    private static ObjectNode subject(X500Name name) {
        ObjectNode subject = Json.object();
        for (RDN rdn : name.getRDNs(BCStyle.CN)) {
            subject.put("CommonName", IETFUtils.valueToString(rdn.getFirst().getValue()));
        }
        for (RDN rdn : name.getRDNs(BCStyle.O)) {
            subject.put("Organization", IETFUtils.valueToString(rdn.getFirst().getValue()));
        }
        return subject;
    }
}
