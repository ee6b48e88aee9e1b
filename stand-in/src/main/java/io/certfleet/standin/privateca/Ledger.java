package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jcajce.provider.digest.SHA256;
import org.bouncycastle.util.encoders.Hex;

/** All that the CA signed and revoked, one JSON object to a line, for checks that trust nothing else. */
final class Ledger {
    private final JsonLines lines;

    Ledger(Path file) {
        this.lines = new JsonLines(file);
    }

    /** Notes a signed certificate. */
    void issued(Instant time, Issuance issuance, X509CertificateHolder certificate) {
        ObjectNode entry = entry("issued", time, issuance);
        entry.put("cn", commonName(certificate));
        entry.put("spkiSha256", Hex.toHexString(new SHA256.Digest().digest(publicKey(certificate))));
        entry.put("notBefore", certificate.getNotBefore().toInstant().toString());
        entry.put("notAfter", certificate.getNotAfter().toInstant().toString());
        issuance.asked().token().ifPresent(token -> entry.put("token", token));
        lines.add(entry.put("caller", issuance.asked().caller()));
    }

    /** Notes a revocation. */
    void revoked(Instant time, Issuance issuance, String reason, String caller) {
        lines.add(entry("revoked", time, issuance).put("reason", reason).put("caller", caller));
    }

    private static ObjectNode entry(String event, Instant time, Issuance issuance) {
        return Json.object()
                .put("event", event)
                .put("time", time.toString())
                .put("serial", issuance.serialHex())
                .put("arn", issuance.arn());
    }

    private static String commonName(X509CertificateHolder certificate) {
        var names = certificate.getSubject().getRDNs(BCStyle.CN);
        return names.length == 0
                ? ""
                : IETFUtils.valueToString(names[0].getFirst().getValue());
    }

    private static byte[] publicKey(X509CertificateHolder certificate) {
        try {
            return certificate.getSubjectPublicKeyInfo().getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
