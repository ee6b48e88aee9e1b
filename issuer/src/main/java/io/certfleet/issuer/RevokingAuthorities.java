package io.certfleet.issuer;

import io.certfleet.authority.HostAuthorities;
import io.certfleet.message.ListedCertificate;
import io.certfleet.message.RevocationReason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.InvalidArnException;
import software.amazon.awssdk.services.acmpca.model.InvalidRequestException;
import software.amazon.awssdk.services.acmpca.model.RequestAlreadyProcessedException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

/**
 * The CAs that a host's certificate may be of: the one that signs, and those that did before it. A certificate's ARN names
 * its CA; a bare serial number is asked for at each.
 */
@ApplicationScoped
class RevokingAuthorities {
    private static final Logger LOG = Logger.getLogger(RevokingAuthorities.class);

    private final AcmPcaClient client;
    private final HostAuthorities authorities;

    RevokingAuthorities(AcmPcaClient client, IssuerSettings settings) {
        this.client = client;
        this.authorities =
                new HostAuthorities(settings.caArn(), settings.formerCaArns().orElse(List.of()));
    }

    /** Why no CA revokes this certificate; empty if one has. It fails if its CA has no time, and may have later. */
    Optional<String> revoke(ListedCertificate certificate, RevocationReason reason) {
        Set<String> refusals = new LinkedHashSet<>();
        for (String caArn : candidates(certificate)) {
            Optional<String> refused = authorities.all().contains(caArn)
                    ? revoke(caArn, certificate, reason)
                    : Optional.of("is neither the CA of this stack nor among its former_ca_arns");
            if (refused.isEmpty()) {
                return Optional.empty();
            }
            refusals.add(caArn + " " + refused.get());
        }
        return Optional.of(String.join("; ", refusals));
    }

    private Set<String> candidates(ListedCertificate certificate) {
        return certificate
                .certificateArn()
                .flatMap(HostAuthorities::ofCertificate)
                .map(Set::of)
                .orElseGet(authorities::all);
    }

    private Optional<String> revoke(String caArn, ListedCertificate certificate, RevocationReason reason) {
        try {
            client.revokeCertificate(request -> request.certificateAuthorityArn(caArn)
                    .certificateSerial(certificate.serial().hex())
                    .revocationReason(reason.name()));
            return Optional.empty();
        } catch (RequestAlreadyProcessedException e) {
            LOG.infof("already revoked serial=%s ca=%s", certificate.serial(), caArn);
            return Optional.empty();
        } catch (ResourceNotFoundException e) {
            return Optional.of("does not know it: " + e.getMessage());
        } catch (InvalidRequestException | InvalidArnException e) {
            return Optional.of("refuses it: " + e.getMessage());
        } catch (AcmPcaException e) {
            if (authorities.isLost(caArn, e)) {
                return Optional.of("refuses it: " + e.getMessage());
            }
            throw e;
        }
    }
}
