package io.certfleet.standin.rolesanywhere;

import io.certfleet.standin.gateway.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks for a session as AWS's aws_signing_helper does: ARNs in the query, every header of the request signed. */
final class SigningHelper {
    final Map<String, String> query = new TreeMap<>();
    final TreeMap<String, String> headers = new TreeMap<>();
    final List<String> unsigned = new ArrayList<>();
    String body = "{\"durationSeconds\":3600}";
    String region = "us-east-1";
    String algorithm;
    String serial;
    private final PrivateKey key;

    SigningHelper(X509Certificate certificate, PrivateKey key, Instant time) {
        this.key = key;
        this.algorithm = "AWS4-X509-" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA") + "-SHA256";
        this.serial = certificate.getSerialNumber().toString();
        headers.put("host", "127.0.0.1:4566");
        headers.put("content-type", "application/json");
        headers.put("amz-sdk-request", "attempt=1;  max=3");
        headers.put(
                "x-amz-date",
                DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").format(time.atOffset(ZoneOffset.UTC)));
        headers.put("x-amz-x509", base64(certificate));
    }

    static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Call call() {
        TreeMap<String, String> signed = new TreeMap<>(headers);
        unsigned.forEach(signed::remove);
        String names = String.join(";", signed.keySet());
        String canonicalQuery = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String canonicalHeaders = signed.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue().replaceAll(" +", " "))
                .collect(Collectors.joining("\n"));
        String canonical =
                String.join("\n", "POST", "/sessions", canonicalQuery, canonicalHeaders, "", names, sha256(body));
        String date = headers.get("x-amz-date");
        String scope = date.substring(0, 8) + "/" + region + "/rolesanywhere/aws4_request";
        String toSign = String.join("\n", algorithm, date, scope, sha256(canonical));
        Map<String, List<String>> sent = new TreeMap<>();
        headers.forEach((name, value) -> sent.put(name, List.of(value)));
        sent.put("user-agent", List.of("CredHelper/1.8.0"));
        sent.put(
                "authorization",
                List.of(algorithm + " Credential=" + serial + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + sign(toSign)));
        return new Call(
                "anonymous",
                "rolesanywhere",
                "CreateSession",
                new Call.Http("POST", "/sessions", query, sent, body.getBytes(StandardCharsets.UTF_8)));
    }

    private String sign(String text) {
        try {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
