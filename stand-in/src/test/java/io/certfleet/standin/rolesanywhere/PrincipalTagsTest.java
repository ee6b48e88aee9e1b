package io.certfleet.standin.rolesanywhere;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.rolesanywhere.management.Certificates;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class PrincipalTagsTest {
    private static final KeyPair KEYS = TestCa.rsa();

    private static X509Certificate certificate(String subject, GeneralName... alternatives) throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("C=DE,O=Example\\, Inc.,CN=root"),
                BigInteger.TEN,
                Date.from(TestCa.NOW),
                Date.from(TestCa.NOW.plusSeconds(60)),
                new X500Name(subject),
                KEYS.getPublic());
        if (alternatives.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        }
        return Certificates.parse(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(KEYS.getPrivate()))
                .getEncoded());
    }

    @Test
    void every_part_of_subject_and_issuer_is_a_tag_and_several_of_one_type_are_one() throws Exception {
        assertThat(PrincipalTags.of(certificate("OU=a,OU=b,CN=mi-1")))
                .isEqualTo(Map.of(
                        "x509Subject/CN", "mi-1",
                        "x509Subject/OU", "a/b",
                        "x509Issuer/C", "DE",
                        "x509Issuer/O", "Example, Inc.",
                        "x509Issuer/CN", "root"));
    }

    @Test
    void the_first_alternative_name_of_each_kind_is_a_tag() throws Exception {
        assertThat(PrincipalTags.of(certificate(
                        "CN=mi-1",
                        new GeneralName(GeneralName.dNSName, "first.example.com"),
                        new GeneralName(GeneralName.dNSName, "second.example.com"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://one"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://two"),
                        new GeneralName(GeneralName.rfc822Name, "mail@example.com"),
                        new GeneralName(new X500Name("CN=first,O=Example")),
                        new GeneralName(new X500Name("CN=second,L=Berlin")))))
                .containsEntry("x509SAN/DNS", "first.example.com")
                .containsEntry("x509SAN/URI", "spiffe://one")
                .containsEntry("x509SAN/Name/CN", "first")
                .containsEntry("x509SAN/Name/O", "Example")
                .hasSize(4 + 4);
    }
}
