package io.certfleet.deployer;

import io.certfleet.authority.HostAuthorities;
import io.certfleet.message.Serial;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
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

    /**
     * What the CAs say of a serial.
     *
     * @param certificate of the first that knows it
     * @param lost those that say nothing more, by ARN
     */
    record Answer(Optional<IssuedCertificate> certificate, List<String> lost) {}

    /** Asks every CA until one knows the serial. */
    Answer find(Serial serial) {
        List<String> lost = new ArrayList<>();
        for (String caArn : authorities.all()) {
            try {
                return new Answer(Optional.of(get(caArn + "/certificate/" + serial.hex())), lost);
            } catch (FailedException | ResourceNotFoundException | InvalidArnException e) {
                LOG.debugf("not found serial=%s ca=%s reason=%s", serial, caArn, e.getMessage());
            } catch (AcmPcaException e) {
                if (!authorities.isLost(caArn, e)) {
                    throw e;
                }
                LOG.warnf("no answer serial=%s ca=%s reason=%s", serial, caArn, e.getMessage());
                lost.add(caArn);
            }
        }
        return new Answer(Optional.empty(), lost);
    }

    /** The certificate. One still being issued fails with RequestInProgressException: the message is redelivered. */
    IssuedCertificate get(String arn) throws FailedException {
        String caArn = HostAuthorities.ofCertificate(arn)
                .filter(authorities.all()::contains)
                .orElse(authorities.current());
        try {
            GetCertificateResponse response = client.getCertificate(
                    request -> request.certificateAuthorityArn(caArn).certificateArn(arn));
            return IssuedCertificate.of(arn, response.certificate(), response.certificateChain());
        } catch (RequestFailedException e) {
            throw new FailedException(e);
        }
    }
}
