package io.certfleet.deployer;

import io.certfleet.message.Serial;
import jakarta.enterprise.context.ApplicationScoped;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.GetCertificateResponse;
import software.amazon.awssdk.services.acmpca.model.RequestFailedException;

/** Reads certificates from AWS Private CA. */
@ApplicationScoped
class IssuedCertificates {
    private final AcmPcaClient client;
    private final String caArn;

    IssuedCertificates(AcmPcaClient client, DeployerSettings settings) {
        this.client = client;
        this.caArn = settings.caArn();
    }

    /** The CA could not issue it, and never will. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(RequestFailedException cause) {
            super("the CA could not issue the certificate: " + cause.getMessage(), cause);
        }
    }

    /** How this CA names the certificate of a serial. */
    String arn(Serial serial) {
        return caArn + "/certificate/" + serial.hex();
    }

    /** The certificate. One that is still being issued fails with the SDK's RequestInProgressException: it comes back. */
    IssuedCertificate get(String arn) throws FailedException {
        try {
            GetCertificateResponse response = client.getCertificate(
                    request -> request.certificateAuthorityArn(caArn).certificateArn(arn));
            return IssuedCertificate.of(arn, response.certificate(), response.certificateChain());
        } catch (RequestFailedException e) {
            throw new FailedException(e);
        }
    }
}
