package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certfleet.rotation.KeyAlgorithm;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSigningRequestTest {
    private static final String EC = "EC_prime256v1";
    private static final KeyPair KEY = Csrs.key(EC);

    private static void assertRefused(String pem, String algorithm, String reason) {
        assertThatThrownBy(() -> CertificateSigningRequest.of(pem, ID, KeyAlgorithm.of(algorithm)))
                .isInstanceOf(CertificateSigningRequest.RefusedException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_2048", "RSA_4096", "EC_prime256v1", "EC_secp384r1"})
    void a_csr_of_each_kind_of_key_is_signed_and_known_by_its_key(String algorithm) throws Exception {
        KeyPair key = Csrs.key(algorithm);
        String pem = Csrs.of("CN=" + ID, key);
        CertificateSigningRequest csr = CertificateSigningRequest.of(pem, ID, KeyAlgorithm.of(algorithm));
        assertThat(csr.pem()).isEqualTo(pem);
        assertThat(csr.keyDigest())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(key.getPublic().getEncoded())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=mi-0123456789abcdef1",
                "CN=mi-0123456789abcdef0,O=Example",
                "O=Example,CN=mi-0123456789abcdef0",
                "CN=mi-0123456789abcdef0+OU=x",
                "CN=mi-0123456789abcdef0,CN=mi-0123456789abcdef1",
                "CN=mi-0123456789abcdef0,CN=mi-0123456789abcdef0",
                "O=mi-0123456789abcdef0",
                ""
            })
    void a_subject_that_is_not_the_host_and_nothing_else_is_refused(String subject) {
        assertRefused(Csrs.of(subject, KEY), EC, "subject");
    }

    @Test
    void a_csr_that_asks_for_a_subject_alternative_name_is_refused() throws Exception {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "other.example.com")));
        String pem = Csrs.of(
                "CN=" + ID,
                KEY,
                csr -> csr.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate()));
        assertRefused(pem, EC, "extensions or attributes");
    }

    @Test
    void a_csr_with_any_other_attribute_is_refused() {
        String pem = Csrs.of(
                "CN=" + ID,
                KEY,
                csr -> csr.addAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERPrintableString("x")));
        assertRefused(pem, EC, "extensions or attributes");
    }

    @Test
    void a_csr_that_does_not_prove_its_key_is_refused() {
        assertRefused(Csrs.of("CN=" + ID, KEY, Csrs.newKey(EC), _ -> {}), EC, "signature");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSA_4096",
        "RSA_4096, RSA_2048",
        "RSA_2048, EC_prime256v1",
        "EC_prime256v1, EC_secp384r1",
        "EC_secp384r1, EC_prime256v1",
        "EC_prime256v1, RSA_2048",
        "RSA_1024, RSA_2048",
        "Ed25519, EC_prime256v1"
    })
    void a_key_of_another_kind_than_the_hosts_settings_say_is_refused(String made, String wanted) {
        assertRefused(Csrs.of("CN=" + ID, Csrs.key(made)), wanted, "the CSR's key is not " + wanted);
    }

    @Test
    void an_rsa_key_with_a_small_exponent_is_refused() throws Exception {
        assertRefused(Csrs.of("CN=" + ID, Csrs.rsaKey(2048, 3)), "RSA_2048", "the CSR's key is not RSA_2048");
    }

    @Test
    void what_is_not_a_csr_is_refused() {
        assertRefused("", EC, "no CSR");
        assertRefused("hello", EC, "no CSR");
        assertRefused(
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
                EC,
                "no readable CSR");
    }
}
