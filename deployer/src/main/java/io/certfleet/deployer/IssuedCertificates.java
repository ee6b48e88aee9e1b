package io.certfleet.deployer;

import io.certfleet.authority.HostAuthorities;
import io.certfleet.message.Serial;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.GetCertificateResponse;
import software.amazon.awssdk.services.acmpca.model.InvalidArnException;
import software.amazon.awssdk.services.acmpca.model.RequestFailedException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

/** Reads certificates from AWS Private CA: of the CA that signs, and of those that did before it. */
@ApplicationScoped
class IssuedCertificates {
    private static final Logger LOG = Logger.getLogger(IssuedCertificates.class);

    private final AcmPcaClient client;
    private final HostAuthorities authorities;

    IssuedCertificates(AcmPcaClient client, DeployerSettings settings) {
        this.client = client;
        this.authorities =
                new HostAuthorities(settings.caArn(), settings.formerCaArns().orElse(List.of()));
    }

    /** The CA could not issue it, and never will. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(RequestFailedException cause) {
            super("the CA could not issue the certificate: " + cause.getMessage(), cause);
        }
    }

    /** The certificate of this serial, of the first CA that knows it; empty if none does. */
    Optional<IssuedCertificate> find(Serial serial) {
        for (String caArn : authorities.all()) {
            try {
                return Optional.of(get(caArn + "/certificate/" + serial.hex()));
            } catch (FailedException | ResourceNotFoundException | InvalidArnException e) {
                LOG.debugf("not found serial=%s ca=%s reason=%s", serial, caArn, e.getMessage());
            } catch (AcmPcaException e) {
                if (!authorities.isLost(caArn, e)) {
                    throw e;
                }
                LOG.warnf("not asked serial=%s ca=%s reason=%s", serial, caArn, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** The certificate. One that is still being issued fails with the SDK's RequestInProgressException: it comes back. */
    IssuedCertificate get(String arn) throws FailedException {
        String caArn = HostAuthorities.ofCertificate(arn)
                .filter(authorities.all()::contains)
                .orElse(authorities.present());
        try {
            GetCertificateResponse response = client.getCertificate(
                    request -> request.certificateAuthorityArn(caArn).certificateArn(arn));
            return IssuedCertificate.of(arn, response.certificate(), response.certificateChain());
        } catch (RequestFailedException e) {
            throw new FailedException(e);
        }
    }
}
