package io.certfleet.standin.privateca;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path folder;

    @Test
    void the_ledger_says_what_was_signed_and_revoked_for_whom() throws Exception {
        Csr csr = Csr.ec("CN=mi-0123456789abcdef0");
        AuthorityFixture authority = new AuthorityFixture(folder);
        X509Certificate certificate =
                authority.certificate(authority.request(csr).put("IdempotencyToken", "token-1"));
        authority.revoke(certificate, "KEY_COMPROMISE");

        List<String> lines = Files.readAllLines(folder.resolve("ledger.jsonl"));
        assertThat(lines).hasSize(2);
        JsonNode issued = Json.read(lines.getFirst().getBytes(StandardCharsets.UTF_8));
        String serial = Issuance.hex(certificate.getSerialNumber());
        assertThat(issued.path("event").asText()).isEqualTo("issued");
        assertThat(issued.path("serial").asText()).isEqualTo(serial);
        assertThat(issued.path("cn").asText()).isEqualTo("mi-0123456789abcdef0");
        assertThat(issued.path("caller").asText()).isEqualTo("issuer");
        assertThat(issued.path("token").asText()).isEqualTo("token-1");
        assertThat(issued.path("notBefore").asText()).isEqualTo("2026-03-01T11:00:00Z");
        assertThat(issued.path("notAfter").asText()).isEqualTo("2026-03-08T12:00:00Z");
        assertThat(issued.path("spkiSha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(csr.keys().getPublic().getEncoded())));
        JsonNode revoked = Json.read(lines.getLast().getBytes(StandardCharsets.UTF_8));
        assertThat(revoked.path("event").asText()).isEqualTo("revoked");
        assertThat(revoked.path("serial").asText()).isEqualTo(serial);
        assertThat(folder.resolve("certificates").resolve(serial + ".pem")).exists();
    }
}
