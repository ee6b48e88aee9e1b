package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificates of a host that its {@link RevocationRecord} is about.
 *
 * @param revoked those that are to be revoked or were, by the hexadecimal digits of their serial numbers
 * @param issued what the host was issued, by the same digits, whether or not it is to be revoked
 * @param keys digests of keys that the CA may have signed, each with the time until when such a certificate may live
 * @param lastsUntil when nothing of it is valid any more
 */
public record KnownCertificates(
        Map<String, RevokedCertificate> revoked,
        Map<String, Issuance> issued,
        Map<String, Instant> keys,
        Optional<Instant> lastsUntil) {

    static final KnownCertificates NONE = new KnownCertificates(Map.of(), Map.of(), Map.of(), Optional.empty());

    /** Copies the maps. */
    public KnownCertificates {
        revoked = Map.copyOf(revoked);
        issued = Map.copyOf(issued);
        keys = Map.copyOf(keys);
    }

    /** DynamoDB deletes them some days later: until then they mean nothing. */
    public boolean areOver(Instant now) {
        return lastsUntil.map(end -> !now.isBefore(end)).orElse(true);
    }

    /** What the CA is still to be told. */
    public List<RevokedCertificate> toTell(Instant now) {
        return revoked.values().stream()
                .filter(certificate -> certificate.isToTell(now))
                .toList();
    }

    /** Whether any certificate to be revoked is known that has not expired, or may still come. */
    public boolean isAnyLeft(Instant now) {
        return revoked.values().stream().anyMatch(certificate -> !certificate.isOver(now))
                || keys.values().stream().anyMatch(now::isBefore);
    }

    /** What is known of the revocation of a certificate. */
    public Optional<RevokedCertificate> revoked(Serial serial) {
        return Optional.ofNullable(revoked.get(serial.hex()));
    }

    /** What is known of the issuance of a certificate. */
    public Optional<Issuance> issued(Serial serial) {
        return Optional.ofNullable(issued.get(serial.hex()));
    }

    /** What the host was issued that has not expired. */
    public List<Issuance> unexpired(Instant now) {
        return issued.values().stream()
                .filter(issuance -> !issuance.isOver(now))
                .toList();
    }

    KnownCertificates withIssued(ListedCertificate certificate, Instant intentAt) {
        Map<String, Issuance> more = new TreeMap<>(issued);
        more.putIfAbsent(certificate.serial().hex(), new Issuance(certificate, intentAt));
        return of(revoked, more, keys);
    }

    /** One more is to be revoked; of one that is known already only what is new about it is taken. */
    KnownCertificates with(ListedCertificate listed, RevocationReason why, Instant requestedAt) {
        Map<String, RevokedCertificate> more = new TreeMap<>(revoked);
        more.merge(
                listed.serial().hex(),
                new RevokedCertificate(listed, why, requestedAt, Optional.empty(), Optional.empty()),
                (known, _) -> known.with(listed, why));
        return of(more, issued, keys);
    }

    KnownCertificates withKey(String digest, Instant until) {
        Map<String, Instant> more = new TreeMap<>(keys);
        more.merge(digest, until, (one, other) -> one.isAfter(other) ? one : other);
        return of(revoked, issued, more);
    }

    KnownCertificates changed(Serial serial, UnaryOperator<RevokedCertificate> change) {
        Map<String, RevokedCertificate> changed = new TreeMap<>(revoked);
        changed.computeIfPresent(serial.hex(), (_, certificate) -> change.apply(certificate));
        return of(changed, issued, keys);
    }

    KnownCertificates without(Serial serial) {
        Map<String, RevokedCertificate> less = new TreeMap<>(revoked);
        less.remove(serial.hex());
        return of(less, issued, keys);
    }

    /** Without what has expired. */
    KnownCertificates pruned(Instant now) {
        return of(
                without(revoked, certificate -> certificate.isOver(now)),
                without(issued, issuance -> issuance.isOver(now)),
                without(keys, until -> !now.isBefore(until)));
    }

    private static <T> Map<String, T> without(Map<String, T> all, Predicate<T> isOver) {
        return all.entrySet().stream()
                .filter(entry -> !isOver.test(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** They last as long as any of them does; as before if none is left. */
    private KnownCertificates of(
            Map<String, RevokedCertificate> toRevoke, Map<String, Issuance> all, Map<String, Instant> signed) {
        Optional<Instant> latest = Stream.of(
                        toRevoke.values().stream()
                                .map(RevokedCertificate::certificate)
                                .map(RevokedCertificate::forgottenAt),
                        all.values().stream().map(Issuance::certificate).map(RevokedCertificate::forgottenAt),
                        signed.values().stream())
                .flatMap(ends -> ends)
                .max(Instant::compareTo)
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS));
        return new KnownCertificates(toRevoke, all, signed, latest.or(() -> lastsUntil));
    }
}
