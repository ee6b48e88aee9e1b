package io.certfleet.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Every message that a queue of Certfleet carries: requests of an operator, messages between the services and the events
 * of AWS, in the words of the domain. {@link Messages} reads and writes them.
 */
public sealed interface Message {

    /** What the checker reads. */
    sealed interface CheckerMessage extends Message {}

    /** What the issuer reads. */
    sealed interface IssuerMessage extends Message {}

    /** What the deployer reads. */
    sealed interface DeployerMessage extends Message {}

    /** What crl-sync reads. */
    sealed interface CrlSyncMessage extends Message {}

    /** What AWS alone sends, and the services never write. */
    sealed interface OnlyFromAws extends Message {}

    /** Operator or schedule: read the whole table and send on what is due. */
    record Sweep() implements CheckerMessage {}

    /**
     * Checker to itself: the part of a sweep that one invocation does, after a key.
     *
     * @param sweep which sweep it is a part of; empty in messages of older versions
     * @param busyUntil when the last message that this segment has sent so far becomes visible
     */
    record SweepSegment(
            int segment, int segments, Optional<String> after, Optional<String> sweep, Optional<Instant> busyUntil)
            implements CheckerMessage {}

    /**
     * Operator: replace the certificates of these hosts now. One unknown id refuses the whole.
     *
     * @param readmit whether hosts that are revoked are let in again; else they are left out
     */
    record Rotate(List<String> hostIds, String reason, boolean readmit) implements CheckerMessage {
        /** Copies the list. */
        public Rotate {
            hostIds = List.copyOf(hostIds);
        }
    }

    /**
     * Checker to itself: the hosts of an operator's request whose turn has not come.
     *
     * @param requestId the id of the operator's message
     * @param requestedAt when it was sent
     */
    record RotateLater(String requestId, Instant requestedAt, List<String> hostIds, String reason, boolean readmit)
            implements CheckerMessage {
        /** Copies the list. */
        public RotateLater {
            hostIds = List.copyOf(hostIds);
        }
    }

    /** Operator: revoke every unexpired certificate of the host, or the one named; with {@code rotate}, issue anew. */
    record Revoke(String hostId, RevocationReason reason, Optional<Serial> serial, boolean rotate)
            implements CheckerMessage {}

    /**
     * Operator or schedule, to crl-sync: compare the CRL in S3 with the one in Roles Anywhere.
     *
     * @param announce whether all that it lists is told to the deployer, not only what is new: the table was restored
     */
    record VerifyCrl(boolean announce) implements CrlSyncMessage {}

    /**
     * Checker to issuer: this host is due for a new certificate.
     *
     * @param rotationId minted by the checker; the same id with a higher attempt resumes that rotation
     * @param attempt 0 for a new rotation, else the attempt to send its command again
     * @param slot the second that the stack's pace has given to it; without one it is not begun but gets one
     */
    record RenewalDue(String hostId, String rotationId, Seen seen, Cause cause, int attempt, Optional<Instant> slot)
            implements IssuerMessage {

        /**
         * What was seen of the row. The claim holds only if serial and state are still the row's.
         *
         * @param idle whether it had no rotation: one that is under way has begun since
         * @param closes the rotation that this one replaces, if any
         */
        public record Seen(Optional<Serial> serial, String state, boolean idle, Optional<String> closes) {}

        /**
         * Why the host is due.
         *
         * @param at when the sweep or the operator decided
         * @param forced whether an operator asked for it
         * @param readmit whether the operator lets the host in again should it be revoked
         */
        public record Cause(String reason, Instant at, boolean forced, boolean readmit) {}

        /** The same at the time that the pace has given to it. */
        public RenewalDue at(Instant slotOfItsOwn) {
            return new RenewalDue(hostId, rotationId, seen, cause, attempt, Optional.of(slotOfItsOwn));
        }
    }

    /**
     * Checker or deployer to issuer: revoke at the CA.
     *
     * @param serial the one certificate that is meant; empty if it is everything of the host
     * @param ofHost whether the host itself is revoked by it, as its row was when the request was read
     * @param certificates what is to be revoked, as far as it was known then: the row may be gone by now
     * @param keys digests of keys that the CA may have signed since then
     * @param attempt 0 for a request, above it for one that is made good by what is recorded of it
     */
    record RevocationDue(
            String hostId,
            Optional<Serial> serial,
            boolean ofHost,
            Request request,
            List<ListedCertificate> certificates,
            List<String> keys,
            int attempt)
            implements IssuerMessage {
        /** Copies the lists. */
        public RevocationDue {
            certificates = List.copyOf(certificates);
            keys = List.copyOf(keys);
        }

        /** Why and since when. With {@code rotate} the issuer begins {@code rotationId} next. */
        public record Request(RevocationReason reason, Instant at, boolean rotate, String rotationId) {}
    }

    /** Checker to issuer, which may write: look at this row, whose attributes are not what they must be (any more). */
    record RowFaulty(String hostId) implements IssuerMessage {}

    /** AWS event, or the checker in place of one that got lost: Run Command has an answer of this host. */
    record CommandFinished(String commandId, String hostId) implements IssuerMessage, DeployerMessage {}

    /** AWS event: the CA has issued a certificate. */
    record CertificateIssued(String certificateArn) implements DeployerMessage, OnlyFromAws {}

    /** AWS event: the CA could not issue this certificate. */
    record IssuanceFailed(String certificateArn) implements DeployerMessage, OnlyFromAws {}

    /** AWS event, or crl-sync in place of one that got lost: the CA has revoked a certificate. */
    record CertificateRevoked(String certificateArn, Instant time) implements DeployerMessage {}

    /**
     * Checker or deployer to deployer: install the certificate of this rotation (again), as this attempt; also in place
     * of an issuance event that got lost.
     */
    record InstallDue(String hostId, String rotationId, int attempt) implements DeployerMessage {}

    /** Issuer to deployer: the host says that it holds this certificate, which its row does not know. */
    record CertificateHeld(String hostId, Serial serial) implements DeployerMessage {}

    /** AWS event: an object was written to the CRL bucket. */
    record CrlObjectCreated(String bucket, String key) implements CrlSyncMessage, OnlyFromAws {}

    /** AWS event: the CA could not make or write its CRL, and tries again. */
    record CrlGenerationFailed(String reason) implements CrlSyncMessage, OnlyFromAws {}
}
