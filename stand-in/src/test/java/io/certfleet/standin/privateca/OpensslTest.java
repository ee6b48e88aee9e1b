package io.certfleet.standin.privateca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.certfleet.standin.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program that shares no code with us says about our certificates and CRLs. */
class OpensslTest {
    @TempDir
    Path folder;

    static Stream<Arguments> kinds() {
        return Stream.of(arguments("RSA_2048", "SHA256WITHRSA"), arguments("EC_prime256v1", "SHA256WITHECDSA"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void openssl_verifies_a_certificate_and_sees_it_revoked(String keyAlgorithm, String signingAlgorithm)
            throws Exception {
        AuthorityFixture authority = new AuthorityFixture(folder, settings -> settings.withKeyAlgorithm(keyAlgorithm));
        X509Certificate certificate = authority.certificate(
                authority.request(Csr.ec("CN=mi-0123456789abcdef0")).put("SigningAlgorithm", signingAlgorithm));
        authority.pass(Duration.ofSeconds(2));
        String leaf = "certificates/" + Issuance.hex(certificate.getSerialNumber()) + ".pem";
        String time = String.valueOf(authority.clock.instant().getEpochSecond());

        String verify = "verify -attime " + time + " -CAfile ca.pem ";
        assertThat(openssl(verify + "-purpose sslclient -x509_strict " + leaf)).contains("OK");
        assertThat(openssl("crl -in crl.pem -CAfile ca.pem -noout")).contains("verify OK");
        assertThat(openssl(verify + "-crl_check -CRLfile crl.pem " + leaf)).contains("OK");

        authority.revoke(certificate, "KEY_COMPROMISE");
        authority.pass(Duration.ofSeconds(2));
        Files.write(folder.resolve("crl.der"), authority.crls.getLast());
        assertThat(openssl("crl -inform DER -in crl.der -noout -text")).contains("Key Compromise");
        assertThat(openssl(verify + "-crl_check -CRLfile crl.pem " + leaf)).contains("certificate revoked");
    }

    private String openssl(String arguments) {
        Ended ended = Ended.of(folder, Map.of(), Ended.words("openssl " + arguments));
        return ended.output() + ended.errors();
    }
}
