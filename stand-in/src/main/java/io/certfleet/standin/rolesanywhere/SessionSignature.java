package io.certfleet.standin.rolesanywhere;

import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.rolesanywhere.management.Refusal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.jcajce.provider.digest.SHA256;
import org.bouncycastle.util.encoders.Hex;

/** A call's signature with a certificate's key (user guide of Roles Anywhere, "authentication signing process"). */
record SessionSignature(String algorithm, BigInteger serial, String scope, List<String> signedHeaders, String hex) {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "(AWS4-X509-(?:RSA|ECDSA)-SHA256)\\s+Credential=(\\d{1,60})/([^,\\s]+),\\s*SignedHeaders=([^,\\s]+),"
                    + "\\s*Signature=((?:[0-9a-fA-F]{2})+)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final List<String> REQUIRED = List.of("host", "x-amz-date", "x-amz-x509");
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Reads the Authorization header. */
    static SessionSignature of(Call call) {
        Matcher parts =
                AUTHORIZATION.matcher(call.header("authorization").orElse("").strip());
        if (!parts.matches()) {
            throw Refusal.accessDenied("Missing or malformed Authorization header");
        }
        return new SessionSignature(
                parts.group(1),
                new BigInteger(parts.group(2)),
                parts.group(3),
                List.of(parts.group(4).split(";")),
                parts.group(5));
    }

    /** Denies unless the certificate's key signed this call, for this Region, at about this time. */
    void verify(Call call, X509Certificate certificate, String region, Instant now) {
        if (!serial.equals(certificate.getSerialNumber())) {
            throw Refusal.signature("the credential's serial number is not the certificate's");
        }
        if (!algorithm.equals(algorithmOf(certificate))) {
            throw Refusal.signature(algorithm + " does not fit the certificate's key");
        }
        for (String header : REQUIRED) {
            if (!signedHeaders.contains(header)) {
                throw Refusal.signature(header + " is not signed");
            }
        }
        if (call.headers().containsKey("x-amz-x509-chain") && !signedHeaders.contains("x-amz-x509-chain")) {
            throw Refusal.signature("x-amz-x509-chain is not signed");
        }
        String date = call.header("x-amz-date").orElse("");
        checkTime(date, now);
        if (!scope.equals(date.substring(0, 8) + "/" + region + "/rolesanywhere/aws4_request")) {
            throw Refusal.signature("the credential scope " + scope + " is not that of this call");
        }
        checkSignature(certificate, stringToSign(call, date));
    }

    private static void checkTime(String date, Instant now) {
        try {
            Instant signed = LocalDateTime.parse(date, TIME).toInstant(ZoneOffset.UTC);
            if (Duration.between(signed, now).abs().compareTo(SKEW) > 0) {
                throw Refusal.expired(
                        date + " is more than 5 minutes from " + TIME.format(now.atOffset(ZoneOffset.UTC)));
            }
        } catch (DateTimeParseException e) {
            throw Refusal.signature("X-Amz-Date is not a date");
        }
    }

    private void checkSignature(X509Certificate certificate, String stringToSign) {
        try {
            Signature verifier = Signature.getInstance(
                    algorithm.equals("AWS4-X509-RSA-SHA256") ? "SHA256withRSA" : "SHA256withECDSA");
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(stringToSign.getBytes(StandardCharsets.UTF_8));
            if (!verifier.verify(HexFormat.of().parseHex(hex))) {
                throw Refusal.signature("the key of the certificate did not sign this request");
            }
        } catch (GeneralSecurityException e) {
            throw Refusal.signature(e.getMessage());
        }
    }

    private String stringToSign(Call call, String date) {
        return String.join("\n", algorithm, date, scope, sha256(canonicalRequest(call)));
    }

    private byte[] canonicalRequest(Call call) {
        StringBuilder canonical = new StringBuilder(call.method() + "\n" + call.path() + "\n");
        canonical.append(canonicalQuery(call.query())).append('\n');
        for (String header : signedHeaders) {
            List<String> values = call.headers().get(header);
            if (values == null) {
                throw Refusal.signature("the signed header " + header + " is missing");
            }
            canonical
                    .append(header)
                    .append(':')
                    .append(String.join(",", values).strip().replaceAll(" +", " "))
                    .append('\n');
        }
        return canonical
                .append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(sha256(call.body()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String canonicalQuery(Map<String, String> query) {
        return new TreeMap<>(query)
                .entrySet().stream()
                        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String algorithmOf(X509Certificate certificate) {
        return switch (certificate.getPublicKey().getAlgorithm()) {
            case "RSA" -> "AWS4-X509-RSA-SHA256";
            case "EC" -> "AWS4-X509-ECDSA-SHA256";
            default -> "";
        };
    }

    private static String sha256(byte[] bytes) {
        return Hex.toHexString(new SHA256.Digest().digest(bytes));
    }
}
