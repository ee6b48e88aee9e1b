package io.certfleet.standin.privateca;

import io.certfleet.standin.gateway.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A CA's way from its creation to its deletion (user guide, "Understand private CA status").
 *
 * @param ready when its creation is done
 * @param restorableUntil when a deleted CA is gone for good
 */
public record Lifecycle(
        Status status, Instant created, Instant ready, Instant changed, Optional<Instant> restorableUntil) {

    /** The states of the API. */
    public enum Status {
        CREATING,
        PENDING_CERTIFICATE,
        ACTIVE,
        DISABLED,
        DELETED
    }

    /** A CA that waits for its certificate after a while. */
    static Lifecycle created(Instant now, Duration takes) {
        return new Lifecycle(Status.PENDING_CERTIFICATE, now, now.plus(takes), now, Optional.empty());
    }

    public Status at(Instant now) {
        return now.isBefore(ready) ? Status.CREATING : status;
    }

    Lifecycle imported(Instant now) {
        Status before = require(now, "import a certificate into", Status.PENDING_CERTIFICATE, Status.ACTIVE);
        return before == Status.ACTIVE ? this : to(Status.ACTIVE, now);
    }

    /** UpdateCertificateAuthority's status: "ACTIVE or DISABLED". */
    Lifecycle updated(String asked, Instant now) {
        requireUpdatable(now);
        return switch (asked) {
            case "ACTIVE" -> to(Status.ACTIVE, now);
            case "DISABLED" -> to(Status.DISABLED, now);
            default -> throw new AwsError(400, "InvalidArgsException", "Status is ACTIVE or DISABLED, not " + asked);
        };
    }

    /** "Your private CA must be in the ACTIVE or DISABLED state before you can update it" (API reference). */
    public void requireUpdatable(Instant now) {
        require(now, "update", Status.ACTIVE, Status.DISABLED);
    }

    /** "Before you can delete a CA that you have created and activated, you must disable it" (API reference). */
    Lifecycle deleted(int days, Instant now) {
        require(now, "delete", Status.CREATING, Status.PENDING_CERTIFICATE, Status.DISABLED);
        return new Lifecycle(Status.DELETED, created, ready, now, Optional.of(now.plus(Duration.ofDays(days))));
    }

    Lifecycle restored(boolean hasCertificate, Instant now) {
        require(now, "restore", Status.DELETED);
        return to(hasCertificate ? Status.DISABLED : Status.PENDING_CERTIFICATE, now);
    }

    private Lifecycle to(Status next, Instant now) {
        return new Lifecycle(next, created, ready, now, Optional.empty());
    }

    /** Refuses to sign unless the CA is in one of these states. */
    void requireSigning(Instant now, Status... allowed) {
        if (!List.of(allowed).contains(at(now))) {
            // Terraform's provider asks again for just these words (internal/service/acmpca/certificate.go).
            throw new AwsError(
                    400,
                    "InvalidStateException",
                    "The certificate authority is not in a valid state for issuing certificates");
        }
    }

    /** Refuses unless the CA is in one of these states. */
    Status require(Instant now, String what, Status... allowed) {
        Status current = at(now);
        for (Status one : allowed) {
            if (current == one) {
                return current;
            }
        }
        throw new AwsError(
                400,
                "InvalidStateException",
                "You cannot " + what + " a certificate authority in the state " + current + ".");
    }
}
