package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.waiting.Wait;
import io.certfleet.standin.fleet.OriginalFiles;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;

/** Sets a host up as the original AWS sample leaves one: four regular files and a row in its own format. */
final class OriginalSample {
    private static final DateTimeFormatter EXPIRY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final Duration LONGEST_ISSUANCE = Duration.ofSeconds(15);

    private final Operator operator;
    private final Path scratch;

    /** Works with files in a scratch folder. */
    OriginalSample(Operator operator, Path scratch) {
        this.operator = operator;
        this.scratch = scratch;
    }

    /** Leaves the files and answers the row, whose certificate ends in a day. */
    ObjectNode leave(EnrolledHost host) {
        try {
            Files.createDirectories(scratch);
            Path key = scratch.resolve("original.key");
            Path csr = scratch.resolve("original.csr");
            openssl("genrsa", "-out", key.toString(), "2048");
            openssl("req", "-new", "-key", key.toString(), "-out", csr.toString(), "-subj", "/CN=" + host.id());
            String certificate = issue(Files.readString(csr));
            String chain = operator.authority(
                            "GetCertificateAuthorityCertificate",
                            Json.object().put("CertificateAuthorityArn", operator.variable("CA_ARN")))
                    .path("Certificate")
                    .asText();
            new OriginalFiles(Files.readString(key), Files.readString(csr), certificate + "\n", chain + "\n")
                    .leave(host.machine(), host.paths().certPath());
            return row(host, certificate);
        } catch (IOException e) {
            throw new UncheckedIOException("setting up " + host.id() + " as the original does", e);
        }
    }

    private static ObjectNode row(EnrolledHost host, String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            X509CertificateHolder certificate = (X509CertificateHolder) parser.readObject();
            ObjectNode item = host.item();
            // The original writes hex(serial), which has no leading zeros.
            item.putObject("serial").put("S", certificate.getSerialNumber().toString(16));
            item.putObject("expiry")
                    .put("S", EXPIRY.format(certificate.getNotAfter().toInstant()));
            return item;
        }
    }

    private String issue(String csr) {
        ObjectNode request = Json.object()
                .put("CertificateAuthorityArn", operator.variable("CA_ARN"))
                .put("Csr", Base64.getEncoder().encodeToString(csr.getBytes(StandardCharsets.US_ASCII)))
                .put("SigningAlgorithm", "SHA256WITHRSA");
        request.putObject("Validity").put("Type", "DAYS").put("Value", 1);
        String arn = operator.authority("IssueCertificate", request)
                .path("CertificateArn")
                .asText();
        AtomicReference<String> certificate = new AtomicReference<>();
        Wait.until("the original's certificate is issued", LONGEST_ISSUANCE, () -> {
            try {
                certificate.set(operator.authority(
                                "GetCertificate",
                                Json.object()
                                        .put("CertificateAuthorityArn", operator.variable("CA_ARN"))
                                        .put("CertificateArn", arn))
                        .path("Certificate")
                        .asText());
                return true;
            } catch (IllegalStateException inProgress) {
                return false;
            }
        });
        return certificate.get();
    }

    private static void openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
