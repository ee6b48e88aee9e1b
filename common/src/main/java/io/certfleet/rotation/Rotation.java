package io.certfleet.rotation;

import io.certfleet.message.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The work under way for one host.
 *
 * @param stepAt when the step's present attempt began: the intent of its effect
 * @param attempts how often the step's command was sent again
 * @param reason why the host was due
 * @param orderedAt when an operator asked for it; empty if it was the sweep's decision
 * @param commandId the Run Command that serves the step; empty between the intent and the result
 * @param commandUntil until when Systems Manager may still deliver that command, or its script run
 * @param keyDigest SHA-256 (hex) of the CSR's public key, written before the CA is asked
 * @param ask the one request to the CA that may take {@code keyDigest} back if it is refused
 * @param settings the host's settings, frozen at the claim
 * @param overrides the row's own settings among them, as the row had them; empty in a rotation of an older version
 * @param terms what the CA is asked for, frozen at the claim; empty in a rotation of an older version
 * @param serial of the issued certificate, with its validity: from the certificate itself, known from installing on
 * @param paused whether the step's command failed: the certificate is kept, and the step is resumed after the back-off
 * @param interruptions how often in a row the host's script was interrupted, by nothing that the host could help
 * @param interruptedBy the command that was interrupted last, so that one answer counts once
 * @param postponedSince when the host first answered that it could not prove the certificate now
 * @param toldPostponed whether the operators were told that this lasts
 * @param heldUpAt since when AWS refuses what the step needs: the next sweep asks again, however short that is ago
 */
public record Rotation(
        String id,
        Step step,
        Instant stepAt,
        int attempts,
        Instant startedAt,
        String reason,
        Optional<Instant> orderedAt,
        Optional<String> commandId,
        Optional<Instant> commandUntil,
        Optional<String> keyDigest,
        Optional<String> ask,
        Optional<String> certificateArn,
        HostSettings settings,
        Optional<Map<String, String>> overrides,
        Optional<CertificateTerms> terms,
        Optional<Serial> serial,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        boolean paused,
        int interruptions,
        Optional<String> interruptedBy,
        Optional<Instant> postponedSince,
        boolean toldPostponed,
        Optional<Instant> heldUpAt) {

    /** Whether it was begun with these settings of the row; of one that does not say so, whether it has them. */
    boolean isOf(Map<String, String> own) {
        return overrides
                .map(own::equals)
                .orElseGet(() -> settings.attributes().entrySet().containsAll(own.entrySet()));
    }

    /** How long its certificate is asked to live; of a rotation that does not say so, what is asked for now. */
    public Duration validity(Duration now) {
        return terms.map(CertificateTerms::validity).orElse(now);
    }

    /** Whether the CA may have been asked without our knowing its answer. */
    public boolean awaitsAdoption() {
        return keyDigest.isPresent() && certificateArn.isEmpty();
    }

    /**
     * Whether a third of its certificate's life is gone: then it is replaced instead of installed. Until the certificate
     * was read its validity is not known: then it is reckoned from the CA's answer on, with the validity that is asked for.
     *
     * @param validity what is asked for now: of a rotation that does not say what it was begun with
     */
    public boolean isWorn(Instant now, Duration validity) {
        Instant from = notBefore.orElse(stepAt);
        Instant to = notAfter.orElse(from.plus(validity(validity)));
        return !now.isBefore(from.plus(Duration.between(from, to).dividedBy(3)));
    }
}
