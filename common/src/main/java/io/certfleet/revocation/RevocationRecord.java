package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be revoked of a host, and what the CA was told: kept beside the host's row, because a row may be deleted,
 * put again or restored at any moment. It lasts as long as the certificates that it is about.
 *
 * @param revokedAt when the host itself was revoked; empty if only certificates were that it does not work with
 * @param readmittedAt when an operator asked last that the host be let in again
 * @param certificates by the hexadecimal digits of their serial numbers
 * @param keys digests of keys that the CA may have signed, each with the time until when such a certificate may live
 * @param lastsUntil when nothing that it is about is valid any more
 * @param attempts how often the sweep had the CA told again
 * @param triedAt when the CA was told, or could not be told, for the last time
 * @param version counts the writes
 */
public record RevocationRecord(
        String hostId,
        RevocationReason reason,
        Optional<Instant> revokedAt,
        Optional<Instant> readmittedAt,
        Map<String, RevokedCertificate> certificates,
        Map<String, Instant> keys,
        Optional<Instant> lastsUntil,
        int attempts,
        Optional<Instant> triedAt,
        int version) {
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
    // 30 min * 2^6 is over 24 h already: the cap keeps the shift small.
    private static final int MOST_DOUBLINGS = 6;

    /** Copies the maps. */
    public RevocationRecord {
        certificates = Map.copyOf(certificates);
        keys = Map.copyOf(keys);
    }

    /** Of a host of which nothing was revoked. */
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
                Map.of(),
                Map.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                version);
    }

    /** Whether the host is revoked and nobody has let it in again, whatever its row says. */
    public boolean bars(Instant now) {
        return revokedAt.isPresent() && !isReadmittedAfter(revokedAt.get()) && !isOver(now);
    }

    /** Whether an operator has let the host in again since. */
    public boolean isReadmittedAfter(Instant revocation) {
        return readmittedAt.filter(revocation::isBefore).isPresent();
    }

    /** DynamoDB deletes it some days later: until then it means nothing. */
    public boolean isOver(Instant now) {
        return lastsUntil.map(end -> !now.isBefore(end)).orElse(true);
    }

    /** What the CA is still to be told. */
    public List<RevokedCertificate> toTell(Instant now) {
        return certificates.values().stream()
                .filter(certificate -> certificate.isToTell(now))
                .toList();
    }

    /** Whether any certificate of the host is known here that has not expired, or may still come. */
    public boolean isAboutSomething(Instant now) {
        return certificates.values().stream().anyMatch(certificate -> !certificate.isOver(now))
                || keys.values().stream().anyMatch(now::isBefore);
    }

    /** What is known of this certificate. */
    public Optional<RevokedCertificate> certificate(Serial serial) {
        return Optional.ofNullable(certificates.get(serial.hex()));
    }

    /** Whether the sweep should have the CA told again: each time it waits twice as long, up to a day. */
    public boolean isDue(Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempts));
        Instant last = triedAt.or(() -> certificates.values().stream()
                        .map(RevokedCertificate::requestedAt)
                        .max(Instant::compareTo))
                .orElse(Instant.EPOCH);
        return !toTell(now).isEmpty()
                && !now.isBefore(last.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
    }

    /** The message that has the issuer revoke the host again: its row does not say so, or the CA was not told of all. */
    public RevocationDue again(Instant now) {
        return due(Optional.empty(), revokedAt.orElseThrow(), toTell(now), List.copyOf(keys.keySet()));
    }

    /** The messages that have the CA told what it was not: one for all, or one for each if the host itself is not revoked. */
    public List<RevocationDue> tellAgain(Instant now) {
        return bars(now)
                ? List.of(again(now))
                : toTell(now).stream()
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
                reason,
                serial,
                false,
                "none",
                requestedAt,
                serial.isEmpty(),
                revoked.stream().map(RevokedCertificate::certificate).toList(),
                digests,
                attempts + 1);
    }

    /** The host itself is revoked; an older request does not make a revocation older. */
    public RevocationRecord ofHost(Instant at, RevocationReason why) {
        Instant latest = revokedAt.filter(at::isBefore).orElse(at);
        return copy(why, Optional.of(latest), readmittedAt, certificates, keys, attempts, triedAt);
    }

    /** One more certificate is to be revoked; of one that is known already only what is new about it is taken. */
    public RevocationRecord with(ListedCertificate listed, RevocationReason why, Instant requestedAt) {
        Map<String, RevokedCertificate> more = new TreeMap<>(certificates);
        RevokedCertificate known = certificates.get(listed.serial().hex());
        if (known == null) {
            more.put(
                    listed.serial().hex(),
                    new RevokedCertificate(listed, why, requestedAt, Optional.empty(), Optional.empty()));
        } else if (known.certificate().certificateArn().isEmpty()) {
            more.put(
                    listed.serial().hex(),
                    new RevokedCertificate(
                            listed, known.reason(), known.requestedAt(), known.toldAt(), known.refused()));
        }
        return copy(reason, revokedAt, readmittedAt, more, keys, attempts, triedAt);
    }

    /** The CA may have signed this key: a certificate of it may live until then. */
    public RevocationRecord withKey(String digest, Instant until) {
        Map<String, Instant> more = new TreeMap<>(keys);
        more.merge(digest, until, (one, other) -> one.isAfter(other) ? one : other);
        return copy(reason, revokedAt, readmittedAt, certificates, more, attempts, triedAt);
    }

    /** The CA has revoked it. */
    public RevocationRecord told(Serial serial, Instant at) {
        return changed(
                serial, certificate -> certificate.told(certificate.toldAt().orElse(at)));
    }

    /** No CA takes it. */
    public RevocationRecord refused(Serial serial, String why) {
        return changed(serial, certificate -> certificate.refused(why));
    }

    /** It is not the certificate of any CA: nothing of it is kept. */
    public RevocationRecord without(Serial serial) {
        Map<String, RevokedCertificate> less = new TreeMap<>(certificates);
        less.remove(serial.hex());
        return copy(reason, revokedAt, readmittedAt, less, keys, attempts, triedAt);
    }

    private RevocationRecord changed(Serial serial, UnaryOperator<RevokedCertificate> change) {
        Map<String, RevokedCertificate> changed = new TreeMap<>(certificates);
        changed.computeIfPresent(serial.hex(), (_, certificate) -> change.apply(certificate));
        return copy(reason, revokedAt, readmittedAt, changed, keys, attempts, triedAt);
    }

    /** An operator lets the host in again. */
    public RevocationRecord readmitted(Instant at) {
        Instant latest = readmittedAt.filter(at::isBefore).orElse(at);
        return copy(reason, revokedAt, Optional.of(latest), certificates, keys, attempts, triedAt);
    }

    /** The CA was told, or could not be. */
    public RevocationRecord tried(int attempt, Instant at) {
        return copy(reason, revokedAt, readmittedAt, certificates, keys, Math.max(attempts, attempt), Optional.of(at));
    }

    /** Without what has expired, and lasting as long as what has not. */
    RevocationRecord pruned(Instant now) {
        Map<String, RevokedCertificate> left = certificates.entrySet().stream()
                .filter(entry -> !entry.getValue().isOver(now))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<String, Instant> keysLeft = keys.entrySet().stream()
                .filter(entry -> now.isBefore(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return copy(reason, revokedAt, readmittedAt, left, keysLeft, attempts, triedAt);
    }

    private RevocationRecord copy(
            RevocationReason why,
            Optional<Instant> revoked,
            Optional<Instant> readmitted,
            Map<String, RevokedCertificate> itsCertificates,
            Map<String, Instant> itsKeys,
            int itsAttempts,
            Optional<Instant> tried) {
        return new RevocationRecord(
                hostId,
                why,
                revoked,
                readmitted,
                itsCertificates,
                itsKeys,
                latest(itsCertificates.values(), itsKeys.values()).or(() -> lastsUntil),
                itsAttempts,
                tried,
                version);
    }

    private static Optional<Instant> latest(Collection<RevokedCertificate> certificates, Collection<Instant> keys) {
        return Stream.concat(
                        certificates.stream()
                                .map(revoked -> revoked.certificate().notAfter().plus(RevokedCertificate.ESTIMATE)),
                        keys.stream())
                .max(Instant::compareTo)
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS));
    }
}
