package io.certfleet.issuer;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.RevocationReason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.InvalidArnException;
import software.amazon.awssdk.services.acmpca.model.InvalidRequestException;
import software.amazon.awssdk.services.acmpca.model.InvalidStateException;
import software.amazon.awssdk.services.acmpca.model.RequestAlreadyProcessedException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

/**
 * The CAs that a host's certificate may be of: the one that signs, and those that did before it. A certificate's ARN names
 * its CA; a bare serial number is asked for at each.
 */
@ApplicationScoped
class RevokingAuthorities {
    private static final Logger LOG = Logger.getLogger(RevokingAuthorities.class);
    private static final Pattern CERTIFICATE_ARN =
            Pattern.compile("(arn:.+:certificate-authority/[^/]+)/certificate/.+");

    private final AcmPcaClient client;
    private final String present;
    private final List<String> former;

    RevokingAuthorities(AcmPcaClient client, IssuerSettings settings) {
        this.client = client;
        this.present = settings.caArn();
        this.former = settings.formerCaArns().orElse(List.of());
    }

    /** Why no CA revokes this certificate; empty if one has. It fails if its CA has no time, and may have later. */
    Optional<String> revoke(ListedCertificate certificate, RevocationReason reason) {
        Set<String> refusals = new LinkedHashSet<>();
        for (String caArn : candidates(certificate)) {
            Optional<String> refused = caArn.equals(present) || former.contains(caArn)
                    ? revoke(caArn, certificate, reason)
                    : Optional.of("is neither the CA of this stack nor among its former_ca_arns");
            if (refused.isEmpty()) {
                return Optional.empty();
            }
            refusals.add(caArn + " " + refused.get());
        }
        return Optional.of(String.join("; ", refusals));
    }

    private List<String> candidates(ListedCertificate certificate) {
        Matcher arn = CERTIFICATE_ARN.matcher(certificate.certificateArn().orElse(""));
        if (arn.matches()) {
            return List.of(arn.group(1));
        }
        Set<String> all = new LinkedHashSet<>(List.of(present));
        all.addAll(former);
        return List.copyOf(all);
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
            // A former CA may be deleted, or of another account: that does not pass, and hides no other CA. The present
            // one
            // may be disabled for a while.
            if (!caArn.equals(present) && (e instanceof InvalidStateException || isDenied(e))) {
                return Optional.of("refuses it: " + e.getMessage());
            }
            throw e;
        }
    }

    private static boolean isDenied(AcmPcaException e) {
        return e.awsErrorDetails() != null
                && "AccessDeniedException".equals(e.awsErrorDetails().errorCode());
    }
}
