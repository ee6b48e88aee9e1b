package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;

/** All that the CA signed and revoked, one JSON object to a line, for checks that trust nothing else. */
final class Ledger {
    private final Path file;

    Ledger(Path file) {
        this.file = file;
    }

    /** Notes a signed certificate. */
    void issued(Instant time, Issuance issuance, X509CertificateHolder certificate) {
        ObjectNode entry = entry("issued", time, issuance);
        entry.put("cn", commonName(certificate));
        entry.put("spkiSha256", sha256(publicKey(certificate)));
        entry.put("notBefore", certificate.getNotBefore().toInstant().toString());
        entry.put("notAfter", certificate.getNotAfter().toInstant().toString());
        issuance.asked().token().ifPresent(token -> entry.put("token", token));
        append(entry.put("caller", issuance.asked().caller()));
    }

    /** Notes a revocation. */
    void revoked(Instant time, Issuance issuance, String reason, String caller) {
        append(entry("revoked", time, issuance).put("reason", reason).put("caller", caller));
    }

    private static ObjectNode entry(String event, Instant time, Issuance issuance) {
        return Json.object()
                .put("event", event)
                .put("time", time.toString())
                .put("serial", issuance.serialHex())
                .put("arn", issuance.arn());
    }

    private synchronized void append(ObjectNode entry) {
        try {
            Files.writeString(
                    file,
                    new String(Json.write(entry), StandardCharsets.UTF_8) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("writing the ledger " + file, e);
        }
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
