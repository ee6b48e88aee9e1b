package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a host was issued, what of it is to be revoked, and what the CA was told: kept beside the host's row, because a row
 * may be deleted, put again or restored at any moment. It lasts as long as the certificates that it is about.
 *
 * @param revokedAt when the host itself was revoked; empty if only certificates were that it does not work with
 * @param readmittedAt when an operator asked last that the host be let in again
 * @param version counts the writes
 */
public record RevocationRecord(
        String hostId,
        RevocationReason reason,
        Optional<Instant> revokedAt,
        Optional<Instant> readmittedAt,
        KnownCertificates known,
        Tries tries,
        int version) {
    /** Until then a row may not say so yet because its revocation is on its way from the record to the row. */
    public static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
    // 30 min * 2^6 is over 24 h already: the cap keeps the shift small.
    private static final int MOST_DOUBLINGS = 6;

    /**
     * How the CA was told.
     *
     * @param count how often the sweep had it told again
     * @param last when it was told, or could not be told, for the last time
     */
    public record Tries(int count, Optional<Instant> last) {
        static final Tries NONE = new Tries(0, Optional.empty());
    }

    /** Of a host of which nothing is known. */
    static RevocationRecord none(String hostId) {
        return none(hostId, 0);
    }

    /** Nothing that it was about lives any more: what is revoked next begins a new one. */
    RevocationRecord forgotten() {
        return none(hostId, version);
    }

    private static RevocationRecord none(String hostId, int version) {
        return new RevocationRecord(
                hostId,
                RevocationReason.UNSPECIFIED,
                Optional.empty(),
                Optional.empty(),
                KnownCertificates.NONE,
                Tries.NONE,
                version);
    }

    /** Whether the host is revoked and nobody has let it in again, whatever its row says. */
    public boolean bars(Instant now) {
        return revokedAt.isPresent() && !isReadmittedAfter(revokedAt.get()) && !known.areOver(now);
    }

    /** Whether an operator has let the host in again since. */
    public boolean isReadmittedAfter(Instant revocation) {
        return readmittedAt.filter(revocation::isBefore).isPresent();
    }

    /** Whether the sweep should have the CA told again: each time it waits twice as long, up to a day. */
    public boolean isDue(Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, tries.count()));
        Instant last = tries.last()
                .or(() -> known.revoked().values().stream()
                        .map(RevokedCertificate::requestedAt)
                        .max(Instant::compareTo))
                .orElse(Instant.EPOCH);
        return !known.toTell(now).isEmpty()
                && !now.isBefore(last.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
    }

    /** The message that has the issuer revoke the host again: its row does not say so, or the CA was not told of all. */
    public RevocationDue again(Instant now) {
        return due(
                Optional.empty(),
                revokedAt.orElseThrow(),
                known.toTell(now),
                List.copyOf(known.keys().keySet()));
    }

    /** The messages that have the CA told what it was not: one for all, or one for each if the host itself is not revoked. */
    public List<RevocationDue> tellAgain(Instant now) {
        return bars(now)
                ? List.of(again(now))
                : known.toTell(now).stream()
                        .map(certificate -> due(
                                Optional.of(certificate.serial()),
                                certificate.requestedAt(),
                                List.of(certificate),
                                List.of()))
                        .toList();
    }

    private RevocationDue due(
            Optional<Serial> serial, Instant requestedAt, List<RevokedCertificate> revoked, List<String> digests) {
        return new RevocationDue(
                hostId,
                serial,
                serial.isEmpty(),
                new RevocationDue.Request(reason, requestedAt, false, "none"),
                revoked.stream().map(RevokedCertificate::certificate).toList(),
                digests,
                tries.count() + 1);
    }

    /** The host itself is revoked; an older request does not make a revocation older. */
    public RevocationRecord ofHost(Instant at, RevocationReason why) {
        Instant latest = revokedAt.filter(at::isBefore).orElse(at);
        return new RevocationRecord(hostId, why, Optional.of(latest), readmittedAt, known, tries, version);
    }

    /** An operator lets the host in again. */
    public RevocationRecord readmitted(Instant at) {
        Instant latest = readmittedAt.filter(at::isBefore).orElse(at);
        return new RevocationRecord(hostId, reason, revokedAt, Optional.of(latest), known, tries, version);
    }

    /** The host was issued a certificate. */
    public RevocationRecord withIssued(ListedCertificate certificate, Instant intentAt) {
        return with(known.withIssued(certificate, intentAt), tries);
    }

    /** One more certificate is to be revoked; of one that is known already only what is new about it is taken. */
    public RevocationRecord with(ListedCertificate listed, RevocationReason why, Instant requestedAt) {
        // How often older ones were tried says nothing of a new one.
        Tries ofAll = known.revoked(listed.serial()).isPresent() ? tries : Tries.NONE;
        return with(known.with(listed, why, requestedAt), ofAll);
    }

    /** The CA may have signed this key: a certificate of it may live until then. */
    public RevocationRecord withKey(String digest, Instant until) {
        return with(known.withKey(digest, until), tries);
    }

    /** The CA has revoked it. */
    public RevocationRecord told(Serial serial, Instant at) {
        return with(
                known.changed(
                        serial,
                        certificate -> certificate.told(certificate.toldAt().orElse(at))),
                tries);
    }

    /** No CA takes it. */
    public RevocationRecord refused(Serial serial, String why) {
        return with(known.changed(serial, certificate -> certificate.refused(why)), tries);
    }

    /** It is not the certificate of any CA: nothing of it is kept. */
    public RevocationRecord without(Serial serial) {
        return with(known.without(serial), tries);
    }

    /** The CA was told, or could not be. */
    public RevocationRecord tried(int attempt, Instant at) {
        return with(known, new Tries(Math.max(tries.count(), attempt), Optional.of(at)));
    }

    /** Without what has expired, and lasting as long as what has not. */
    RevocationRecord pruned(Instant now) {
        return with(known.pruned(now), tries);
    }

    private RevocationRecord with(KnownCertificates certificates, Tries ofThem) {
        return new RevocationRecord(hostId, reason, revokedAt, readmittedAt, certificates, ofThem, version);
    }
}
