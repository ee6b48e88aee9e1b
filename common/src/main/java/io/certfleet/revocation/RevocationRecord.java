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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a host was issued, what of it is to be revoked, and what the CA was told: kept beside the host's row, because a row
 * may be deleted, put again or restored at any moment. It lasts as long as the certificates that it is about.
 *
 * @param revokedAt when the host itself was revoked; empty if only certificates were that it does not work with
 * @param readmittedAt when an operator asked last that the host be let in again
 * @param certificates by the hexadecimal digits of their serial numbers
 * @param issued what the host was issued, by the same digits, whether or not it is to be revoked
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
        Map<String, Issuance> issued,
        Map<String, Instant> keys,
        Optional<Instant> lastsUntil,
        int attempts,
        Optional<Instant> triedAt,
        int version) {
    /** Until then a row may not say so yet because its revocation is on its way from the record to the row. */
    public static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
    // 30 min * 2^6 is over 24 h already: the cap keeps the shift small.
    private static final int MOST_DOUBLINGS = 6;

    /** Copies the maps. */
    public RevocationRecord {
        certificates = Map.copyOf(certificates);
        issued = Map.copyOf(issued);
        keys = Map.copyOf(keys);
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
                Map.of(),
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

    /** What is known of the issuance of a certificate. */
    public Optional<Issuance> issuance(Serial serial) {
        return Optional.ofNullable(issued.get(serial.hex()));
    }

    /** What the host was issued that has not expired. */
    public List<Issuance> unexpired(Instant now) {
        return issued.values().stream()
                .filter(issuance -> !issuance.isOver(now))
                .toList();
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
        return new Copy().reason(why).revokedAt(latest).done();
    }

    /** The host was issued a certificate. */
    public RevocationRecord withIssued(ListedCertificate certificate, Instant intentAt) {
        if (issued.containsKey(certificate.serial().hex())) {
            return this;
        }
        Map<String, Issuance> more = new TreeMap<>(issued);
        more.put(certificate.serial().hex(), new Issuance(certificate, intentAt));
        return new Copy().issued(more).done();
    }

    /** One more certificate is to be revoked; of one that is known already only what is new about it is taken. */
    public RevocationRecord with(ListedCertificate listed, RevocationReason why, Instant requestedAt) {
        Map<String, RevokedCertificate> more = new TreeMap<>(certificates);
        RevokedCertificate known = certificates.get(listed.serial().hex());
        if (known == null) {
            more.put(
                    listed.serial().hex(),
                    new RevokedCertificate(listed, why, requestedAt, Optional.empty(), Optional.empty()));
            // How often older ones were tried says nothing of this one.
            return new Copy().certificates(more).untried().done();
        }
        more.put(listed.serial().hex(), known.with(listed, why));
        return new Copy().certificates(more).done();
    }

    /** The CA may have signed this key: a certificate of it may live until then. */
    public RevocationRecord withKey(String digest, Instant until) {
        Map<String, Instant> more = new TreeMap<>(keys);
        more.merge(digest, until, (one, other) -> one.isAfter(other) ? one : other);
        return new Copy().keys(more).done();
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
        return new Copy().certificates(less).done();
    }

    private RevocationRecord changed(Serial serial, UnaryOperator<RevokedCertificate> change) {
        Map<String, RevokedCertificate> changed = new TreeMap<>(certificates);
        changed.computeIfPresent(serial.hex(), (_, certificate) -> change.apply(certificate));
        return new Copy().certificates(changed).done();
    }

    /** An operator lets the host in again. */
    public RevocationRecord readmitted(Instant at) {
        Instant latest = readmittedAt.filter(at::isBefore).orElse(at);
        return new Copy().readmittedAt(latest).done();
    }

    /** The CA was told, or could not be. */
    public RevocationRecord tried(int attempt, Instant at) {
        return new Copy().attempts(Math.max(attempts, attempt)).triedAt(at).done();
    }

    /** Without what has expired, and lasting as long as what has not. */
    RevocationRecord pruned(Instant now) {
        return new Copy()
                .certificates(without(certificates, certificate -> certificate.isOver(now)))
                .issued(without(issued, issuance -> issuance.isOver(now)))
                .keys(without(keys, until -> !now.isBefore(until)))
                .done();
    }

    private static <T> Map<String, T> without(Map<String, T> all, Predicate<T> isOver) {
        return all.entrySet().stream()
                .filter(entry -> !isOver.test(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Optional<Instant> latest(
            Collection<RevokedCertificate> certificates, Collection<Issuance> issued, Collection<Instant> keys) {
        return Stream.of(
                        certificates.stream()
                                .map(RevokedCertificate::certificate)
                                .map(RevokedCertificate::forgottenAt),
                        issued.stream().map(Issuance::certificate).map(RevokedCertificate::forgottenAt),
                        keys.stream())
                .flatMap(ends -> ends)
                .max(Instant::compareTo)
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS));
    }

    /** A record that is like this one but for what is said. */
    private final class Copy {
        private RevocationReason itsReason = reason;
        private Optional<Instant> itsRevocation = revokedAt;
        private Optional<Instant> itsReadmission = readmittedAt;
        private Map<String, RevokedCertificate> itsCertificates = certificates;
        private Map<String, Issuance> itsIssuances = issued;
        private Map<String, Instant> itsKeys = keys;
        private int itsAttempts = attempts;
        private Optional<Instant> lastTry = triedAt;

        Copy reason(RevocationReason why) {
            itsReason = why;
            return this;
        }

        Copy revokedAt(Instant at) {
            itsRevocation = Optional.of(at);
            return this;
        }

        Copy readmittedAt(Instant at) {
            itsReadmission = Optional.of(at);
            return this;
        }

        Copy certificates(Map<String, RevokedCertificate> all) {
            itsCertificates = all;
            return this;
        }

        Copy issued(Map<String, Issuance> all) {
            itsIssuances = all;
            return this;
        }

        Copy keys(Map<String, Instant> all) {
            itsKeys = all;
            return this;
        }

        Copy attempts(int count) {
            itsAttempts = count;
            return this;
        }

        Copy untried() {
            itsAttempts = 0;
            lastTry = Optional.empty();
            return this;
        }

        Copy triedAt(Instant at) {
            lastTry = Optional.of(at);
            return this;
        }

        RevocationRecord done() {
            return new RevocationRecord(
                    hostId,
                    itsReason,
                    itsRevocation,
                    itsReadmission,
                    itsCertificates,
                    itsIssuances,
                    itsKeys,
                    latest(itsCertificates.values(), itsIssuances.values(), itsKeys.values())
                            .or(() -> lastsUntil),
                    itsAttempts,
                    lastTry,
                    version);
        }
    }
}
