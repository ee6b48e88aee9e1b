package io.certfleet.issuer;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Serial;
import io.certfleet.revocation.Issuance;
import io.certfleet.revocation.Revocable;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.RevokedCertificate;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.RevocationMark;
import io.certfleet.rotation.Rotation;
import io.certfleet.table.Update;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a revocation means, by what its message carries, what is recorded already and what the row says, if there is one: a
 * pure function of them, so that a message may come again.
 */
final class RevocationPlan {
    private final RevocationDue due;
    private final Optional<Host> host;
    private final Optional<RevocationRecord> known;
    private final Duration validity;
    private final Instant now;
    private final Instant requestedAt;

    RevocationPlan(
            RevocationDue due, Optional<Host> host, Optional<RevocationRecord> known, Duration validity, Instant now) {
        this.due = due;
        this.host = host;
        this.known = known.filter(record -> !record.known().areOver(now));
        this.validity = validity;
        this.now = now;
        // As exactly as the row keeps it.
        this.requestedAt = due.request().at().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Why there is nothing to tell the CA of; empty if there is something, or was. */
    Optional<String> nothing() {
        if (due.serial().isPresent()) {
            return Optional.of(named(due.serial().get()))
                    .filter(certificate -> isExpired(certificate.notAfter()))
                    .map(certificate ->
                            "the certificate " + certificate.serial() + " has expired at " + certificate.notAfter());
        }
        boolean something = !certificates().isEmpty()
                || !keys().isEmpty()
                || known.filter(record -> record.known().isAnyLeft(now)).isPresent();
        return something
                ? Optional.empty()
                : Optional.of(
                        "no certificate of " + due.hostId() + " is known that has not expired: the CA was told nothing"
                                + (host.isPresent() ? "; the host's row says revoked" : ""));
    }

    private boolean isExpired(Instant notAfter) {
        return !now.isBefore(notAfter.plus(RevokedCertificate.ESTIMATE));
    }

    /** Whether the host itself is revoked by it, not just a certificate that it does not work with. */
    private boolean isOfHost() {
        // Marked already: by an earlier copy, or by the deployer, which does not mean the host.
        return due.serial()
                .map(serial -> host.map(row -> !row.revokedSerials().contains(serial)
                                && revocable(row).isItsIdentity(serial))
                        .orElse(due.ofHost()))
                .orElse(true);
    }

    /** A message that comes again must not reach what was issued since an operator has let the host in again. */
    private boolean isReadmittedSince() {
        return known.filter(record -> record.revokedAt()
                        .filter(at -> !at.isBefore(requestedAt))
                        .isPresent())
                .map(record -> record.isReadmittedAfter(requestedAt))
                .orElseGet(() -> host.filter(row -> row.state() != HostState.REVOKED)
                        .flatMap(Host::revokedAt)
                        .filter(at -> !at.isBefore(requestedAt))
                        .isPresent());
    }

    /** The row, if what it lists is of before: until a rotation has ended well, all but the spared one's certificate is. */
    private Optional<Host> rowOfBefore() {
        return host.filter(row -> row.state() == HostState.REVOKED || !isReadmittedSince());
    }

    private Revocable revocable(Host row) {
        return new Revocable(row, validity);
    }

    /** Everything that is to be revoked. */
    private Collection<ListedCertificate> certificates() {
        if (due.serial().isPresent()) {
            return List.of(named(due.serial().get()));
        }
        Map<Serial, ListedCertificate> all = new LinkedHashMap<>();
        Stream.of(
                        rowOfBefore().stream().flatMap(row -> revocable(row).certificates(requestedAt, now).stream()),
                        due.certificates().stream(),
                        known.stream().flatMap(this::issued))
                .flatMap(some -> some)
                .filter(certificate -> !isExpired(certificate.notAfter()))
                .forEach(certificate -> all.merge(
                        certificate.serial(),
                        certificate,
                        (one, other) -> one.certificateArn().isPresent() ? one : other));
        return all.values();
    }

    /** What the record knows that the host was issued, but for what it was after an operator has let it in again. */
    private Stream<ListedCertificate> issued(RevocationRecord record) {
        Optional<Instant> readmission = Stream.of(spared().flatMap(Rotation::requestedAt), record.readmittedAt())
                .flatMap(Optional::stream)
                .filter(requestedAt::isBefore)
                .min(Instant::compareTo);
        return record.known().unexpired(now).stream()
                .filter(issuance ->
                        readmission.filter(issuance.intentAt()::isAfter).isEmpty())
                .map(Issuance::certificate);
    }

    private ListedCertificate named(Serial serial) {
        return listed(serial).orElseGet(() -> new ListedCertificate(serial, now.plus(validity), Optional.empty()));
    }

    /** Whether anybody of ours has heard of the certificate that is named. */
    boolean isUnheardOf() {
        return due.serial()
                .filter(serial -> heardOf(serial).isEmpty() && !isTold(serial))
                .isPresent();
    }

    /** An earlier copy of the message may have recorded a serial number of which nothing else is known. */
    private boolean isTold(Serial serial) {
        return known.flatMap(record -> record.known().revoked(serial))
                .flatMap(RevokedCertificate::toldAt)
                .isPresent();
    }

    private Optional<ListedCertificate> listed(Serial serial) {
        return heardOf(serial)
                .or(() ->
                        known.flatMap(record -> record.known().revoked(serial)).map(RevokedCertificate::certificate));
    }

    private Optional<ListedCertificate> heardOf(Serial serial) {
        return host.flatMap(row -> revocable(row).certificate(serial, now))
                .or(() -> due.certificates().stream()
                        .filter(certificate -> certificate.serial().equals(serial))
                        .findFirst())
                .or(() -> known.flatMap(record -> record.known().issued(serial)).map(Issuance::certificate))
                .or(() -> known.flatMap(record -> record.known().revoked(serial))
                        .map(RevokedCertificate::certificate)
                        .filter(certificate -> certificate.certificateArn().isPresent()));
    }

    private List<String> keys() {
        return due.serial().isPresent()
                ? List.of()
                : Stream.concat(
                                due.keys().stream(),
                                rowOfBefore().stream().flatMap(row -> revocable(row).keys(requestedAt).stream()))
                        .distinct()
                        .toList();
    }

    /** The record with what this message intends. */
    RevocationRecord intend(RevocationRecord record) {
        RevocationRecord intended = record;
        for (ListedCertificate certificate : certificates()) {
            intended = intended.with(certificate, due.request().reason(), requestedAt);
        }
        if (due.serial().isEmpty()) {
            // As it is written now: the CA may have signed since the row was read.
            for (ListedCertificate certificate : issued(record).toList()) {
                intended = intended.with(certificate, due.request().reason(), requestedAt);
            }
        }
        for (String digest : keys()) {
            intended = intended.withKey(digest, now.plus(validity).plus(RevokedCertificate.ESTIMATE));
        }
        if (!isOfHost()) {
            return intended;
        }
        intended = intended.ofHost(requestedAt, due.request().reason());
        Optional<Instant> readmittedAt = spared().flatMap(Rotation::requestedAt);
        return readmittedAt.isPresent() ? intended.readmitted(readmittedAt.get()) : intended;
    }

    private Optional<Rotation> spared() {
        return host.flatMap(row -> new RevocationMark(row, requestedAt).spared())
                .filter(rotation -> due.serial()
                        .filter(serial -> rotation.certificateArn()
                                .map(Serial::ofArn)
                                .filter(serial::equals)
                                .isPresent())
                        .isEmpty());
    }

    /** What the row must say before the CA is told; empty if it says so already, or is gone. */
    Optional<Update> mark() {
        return host.flatMap(this::mark);
    }

    private Optional<Update> mark(Host row) {
        Set<Serial> serials =
                certificates().stream().map(ListedCertificate::serial).collect(Collectors.toSet());
        boolean isMarked = row.revokedSerials().containsAll(serials);
        if (due.serial().isPresent() && (isMarked || isUnheardOf())) {
            return Optional.empty();
        }
        RevocationMark mark = new RevocationMark(row, requestedAt);
        if (!isOfHost() || isReadmittedSince()) {
            return isMarked ? Optional.empty() : Optional.of(mark.certificates(serials));
        }
        return isMarked && saysRevoked(row) ? Optional.empty() : Optional.of(mark.identity(serials));
    }

    private boolean saysRevoked(Host row) {
        return row.state() == HostState.REVOKED
                && row.revokedAt().filter(at -> !at.isBefore(requestedAt)).isPresent()
                && ((row.rotation().isEmpty() && row.brokenRotation().isEmpty()) || spared().isPresent());
    }

    /** Whether the row of a host that is revoked did not say so: it was put again, or restored. */
    boolean isRowBack() {
        return due.attempt() > 0
                && due.serial().isEmpty()
                && now.isAfter(requestedAt.plus(RevocationRecord.UNDER_WAY))
                && host.filter(row -> !isReadmittedSince() && !saysRevoked(row)).isPresent();
    }

    /** What of the record the CA is to be told because of this message. */
    List<RevokedCertificate> toTell(RevocationRecord record) {
        return record.known().toTell(now).stream()
                .filter(certificate ->
                        due.serial().map(certificate.serial()::equals).orElse(true))
                .toList();
    }

    /** What the CA has been told of what this message is about, by it or before. */
    List<Serial> told(RevocationRecord record) {
        return record.known().revoked().values().stream()
                .filter(certificate -> certificate.toldAt().isPresent())
                .map(RevokedCertificate::serial)
                .filter(serial -> due.serial().map(serial::equals).orElse(true))
                .toList();
    }
}
