package io.certfleet.rotation;

import io.certfleet.message.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The work under way for one host: in one of three states, each of which holds what is known by then. {@link Transitions} has
 * the ways from one to another.
 */
public sealed interface Rotation {
    /** What was fixed when it began. */
    Begun begun();

    /** How its command fares. */
    Attempt attempt();

    /** SHA-256 (hex) of the CSR's public key, written before the CA is asked. */
    Optional<String> keyDigest();

    /** The host was or will be asked for a key and a CSR, or the CA to sign it. */
    record CsrRequested(Begun begun, Attempt attempt, Optional<CaRequest> caRequest) implements Rotation {
        @Override
        public Optional<String> keyDigest() {
            return caRequest.map(CaRequest::keyDigest);
        }
    }

    /** The CA has named the certificate. */
    record Issued(Begun begun, Attempt attempt, Optional<String> keyDigest, String arn) implements Rotation {}

    /** The host was or will be sent the certificate. */
    record Installing(Begun begun, Attempt attempt, Optional<String> keyDigest, Certificate certificate, Delay delay)
            implements Rotation {}

    /**
     * What was fixed when it began.
     *
     * @param reason why the host was due
     * @param requestedAt when an operator asked for it; empty if it was the sweep's decision
     * @param settings the host's settings
     * @param overrides the row's own settings among them, as the row had them; empty in a rotation of an older version
     * @param terms what the CA is asked for; empty in a rotation of an older version
     */
    record Begun(
            String id,
            Instant startedAt,
            String reason,
            Optional<Instant> requestedAt,
            HostSettings settings,
            Optional<Map<String, String>> overrides,
            Optional<CertificateTerms> terms) {}

    /**
     * The command of the current step.
     *
     * @param number how often it was sent again
     * @param at when this attempt began: the intent of its effect
     * @param commandId the Run Command that serves the step; empty between the intent and the result
     * @param commandUntil until when Systems Manager may still deliver that command, or its script run
     * @param heldUpAt since when AWS refuses what the step needs: the next sweep asks again, however short that is ago
     * @param interruptions how often in a row the host's script was interrupted, by nothing that the host could help
     * @param interruptedBy the command that was interrupted last, so that one answer counts once
     */
    record Attempt(
            int number,
            Instant at,
            Optional<String> commandId,
            Optional<Instant> commandUntil,
            Optional<Instant> heldUpAt,
            int interruptions,
            Optional<String> interruptedBy) {}

    /**
     * The CA was or will be asked to sign a key.
     *
     * @param requestId the one request that may take this back if it is refused
     */
    record CaRequest(String keyDigest, Optional<String> requestId) {}

    /** What is installed, as it says itself. */
    record Certificate(String arn, Serial serial, Instant notBefore, Instant notAfter) {}

    /**
     * Why the certificate is not installed yet.
     *
     * @param paused whether the command failed: the certificate is kept, and the step is resumed after the back-off
     * @param postponedSince when the host first answered that it could not prove the certificate now
     * @param isNotified whether the operators were notified that this lasts
     */
    record Delay(boolean paused, Optional<Instant> postponedSince, boolean isNotified) {}

    /** Its id. */
    default String id() {
        return begun().id();
    }

    /** When it began. */
    default Instant startedAt() {
        return begun().startedAt();
    }

    /** When an operator asked for it. */
    default Optional<Instant> requestedAt() {
        return begun().requestedAt();
    }

    /** The host's settings, frozen at the claim. */
    default HostSettings settings() {
        return begun().settings();
    }

    /** When the step's current attempt began. */
    default Instant stepAt() {
        return attempt().at();
    }

    /** How often the step's command was sent again. */
    default int attempts() {
        return attempt().number();
    }

    /** The command that serves the step. */
    default Optional<String> commandId() {
        return attempt().commandId();
    }

    /** Until when that command may be delivered or run. */
    default Optional<Instant> commandUntil() {
        return attempt().commandUntil();
    }

    /** How far it has come. */
    default Step step() {
        return switch (this) {
            case CsrRequested _ -> Step.CSR_REQUESTED;
            case Issued _ -> Step.ISSUED;
            case Installing _ -> Step.INSTALLING;
        };
    }

    /** The ARN of the certificate, once the CA has named it. */
    default Optional<String> certificateArn() {
        return switch (this) {
            case CsrRequested _ -> Optional.empty();
            case Issued issued -> Optional.of(issued.arn());
            case Installing installing -> Optional.of(installing.certificate().arn());
        };
    }

    /** The end of the certificate, once that was read. */
    default Optional<Instant> notAfter() {
        return this instanceof Installing installing
                ? Optional.of(installing.certificate().notAfter())
                : Optional.empty();
    }

    /** Whether its installation failed and waits for the back-off. */
    default boolean paused() {
        return this instanceof Installing installing && installing.delay().paused();
    }

    /** Whether it was begun with these settings of the row; of one that does not say so, whether it has them. */
    default boolean isOf(Map<String, String> own) {
        return begun().overrides()
                .map(own::equals)
                .orElseGet(() -> settings().attributes().entrySet().containsAll(own.entrySet()));
    }

    /** How long its certificate is asked to live; of a rotation that does not say so, what is asked for now. */
    default Duration validity(Duration now) {
        return begun().terms().map(CertificateTerms::validity).orElse(now);
    }

    /** Whether the CA may have been asked without our knowing its answer. */
    default boolean awaitsAdoption() {
        return this instanceof CsrRequested && keyDigest().isPresent();
    }

    /**
     * Whether a third of its certificate's life is gone: then it is replaced instead of installed. Until the certificate
     * was read its validity is not known: then it is reckoned from the CA's answer on, with the validity that is asked for.
     *
     * @param validity what is asked for now: of a rotation that does not say what it was begun with
     */
    default boolean isPastInstallWindow(Instant now, Duration validity) {
        Instant from = stepAt();
        Instant to = from.plus(validity(validity));
        if (this instanceof Installing installing) {
            from = installing.certificate().notBefore();
            to = installing.certificate().notAfter();
        }
        return !now.isBefore(from.plus(Duration.between(from, to).dividedBy(3)));
    }
}
