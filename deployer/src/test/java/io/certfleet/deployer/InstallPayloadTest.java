package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.awaiting;
import static io.certfleet.deployer.DeployerBench.issued;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The agent's log on a host holds the payload, and every user of the host may read it: there is no secret in it. */
class InstallPayloadTest {
    private static final String PUBLIC = "all|validation=required|proofSpread=[0-9]{1,3}|keyAlgorithm=EC_prime256v1"
            + "|mi-[0-9a-f]{17}|rotationId=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "|\\w+Path=(/[\\w.+@-]+)+|owner=[a-z_][a-z0-9_-]*"
            + "|(role|profile|trustAnchor)Arn=arn:aws:(iam|rolesanywhere):[a-z0-9-]*:[0-9]{12}:(role|profile|trust-anchor)/[\\w/.-]+";

    @Test
    void a_payload_has_public_values_and_certificates_only() throws Exception {
        DeployerBench bench = new DeployerBench();
        TestCertificate certificate = bench.issue(TestCertificate.of("a1"));
        bench.table.put(awaiting(certificate));
        bench.handle(issued(certificate.arn()));

        List<String> fields = bench.ssm.payload(0).stream()
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .filter(field -> !field.matches(PUBLIC))
                .toList();

        assertThat(fields).hasSize(2);
        CertificateFactory x509 = CertificateFactory.getInstance("X.509");
        String chain = new String(decoded(fields.get(0), "chain="), StandardCharsets.US_ASCII);
        assertThat(chain.replaceAll("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*", ""))
                .isEmpty();
        assertThat(x509.generateCertificate(new ByteArrayInputStream(decoded(fields.get(1), "certificate="))))
                .isNotNull();
    }

    private static byte[] decoded(String field, String name) {
        assertThat(field).startsWith(name);
        return Base64.getDecoder().decode(field.substring(name.length()));
    }
}
