package io.certfleet.crlsync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;

/** The CA whose signature a CRL must bear. */
@ApplicationScoped
class Authority {
    private final AcmPcaClient client;
    private final String caArn;

    Authority(AcmPcaClient client, CrlSettings settings) {
        this.client = client;
        this.caArn = settings.caArn();
    }

    /** The CA's certificate, asked for each time, since it may be renewed. */
    X509Certificate certificate() {
        String pem = client.getCertificateAuthorityCertificate(request -> request.certificateAuthorityArn(caArn))
                .certificate();
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalStateException("the certificate of the CA " + caArn + " cannot be read", e);
        }
    }
}
