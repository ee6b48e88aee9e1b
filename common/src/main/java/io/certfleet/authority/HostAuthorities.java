package io.certfleet.authority;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.InvalidStateException;

/**
 * The CAs that a host's certificate may be of, by ARN.
 *
 * @param current the one that signs
 * @param former those that did before it
 */
public record HostAuthorities(String current, List<String> former) {
    private static final Pattern CERTIFICATE_ARN =
            Pattern.compile("(arn:.+:certificate-authority/[^/]+)/certificate/.+");

    /** Copies the list. */
    public HostAuthorities {
        former = List.copyOf(former);
    }

    /** The CA that a certificate's ARN names; empty if it is not a certificate's. */
    public static Optional<String> ofCertificate(String arn) {
        Matcher matcher = CERTIFICATE_ARN.matcher(arn);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The current one first. */
    public Set<String> all() {
        Set<String> all = new LinkedHashSet<>(List.of(current));
        all.addAll(former);
        return all;
    }

    /**
     * Whether this answer means that the CA will never say more: a former one may be deleted, or of another account. The
     * current one may be disabled for a while.
     */
    public boolean isLost(String caArn, AcmPcaException answer) {
        return !caArn.equals(current) && (answer instanceof InvalidStateException || isDenied(answer));
    }

    private static boolean isDenied(AcmPcaException answer) {
        return answer.awsErrorDetails() != null
                && "AccessDeniedException".equals(answer.awsErrorDetails().errorCode());
    }
}
