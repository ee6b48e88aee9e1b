package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Serial;
import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.OrphanedKey;
import io.certfleet.rotation.RevocationMark;
import io.certfleet.rotation.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a revocation reaches of what a host's row lists: everything unexpired, in use or on its way, but for what a
 * rotation was issued that an operator requested after the revocation.
 */
public final class Revocable {
    private final Host host;
    private final Duration validity;

    /** Of this row; the validity is that of a certificate whose end the row does not say. */
    public Revocable(Host host, Duration validity) {
        this.host = host;
        this.validity = validity;
    }

    /** All certificates that are good at this time, for a revocation that was asked for at another. */
    public List<ListedCertificate> certificates(Instant requestedAt, Instant now) {
        Optional<Serial> spared = new RevocationMark(host, requestedAt)
                .spared()
                .flatMap(Rotation::certificateArn)
                .map(Serial::ofArn);
        return listed(now).stream()
                .filter(certificate -> now.isBefore(certificate.notAfter().plus(RevokedCertificate.ESTIMATE)))
                .filter(certificate ->
                        spared.filter(certificate.serial()::equals).isEmpty())
                .toList();
    }

    /** What the row says of one certificate. */
    public Optional<ListedCertificate> certificate(Serial serial, Instant now) {
        return listed(now).stream()
                .filter(certificate -> certificate.serial().equals(serial))
                .findFirst();
    }

    private Collection<ListedCertificate> listed(Instant now) {
        Map<Serial, ListedCertificate> listed = new LinkedHashMap<>();
        host.unexpired()
                .forEach(known -> listed.put(
                        known.serial(),
                        new ListedCertificate(
                                known.serial(),
                                known.hasKnownEnd() ? known.notAfter() : now.plus(validity),
                                Optional.of(known.certificateArn()).filter(arn -> !arn.isBlank()))));
        // A row of the original's lists nothing, and says no ARN.
        host.serial()
                .ifPresent(serial -> listed.putIfAbsent(
                        serial,
                        new ListedCertificate(
                                serial, host.certificateEnd().orElseGet(() -> now.plus(validity)), Optional.empty())));
        host.rotation()
                .ifPresent(rotation -> rotation.certificateArn()
                        .ifPresent(arn -> listed.putIfAbsent(
                                Serial.ofArn(arn),
                                new ListedCertificate(
                                        Serial.ofArn(arn),
                                        rotation.notAfter().orElseGet(() -> now.plus(validity)),
                                        Optional.of(arn)))));
        return listed.values();
    }

    /** Keys that the CA may have signed without our knowing the certificate. */
    public List<String> keys(Instant requestedAt) {
        boolean spared = new RevocationMark(host, requestedAt).spared().isPresent();
        return Stream.of(
                        host.orphanedKeys().stream().map(OrphanedKey::digest),
                        host.brokenRotation().flatMap(BrokenRotation::keyDigest).stream(),
                        host
                                .rotation()
                                .filter(_ -> !spared)
                                .filter(Rotation::awaitsAdoption)
                                .flatMap(Rotation::keyDigest)
                                .stream())
                .flatMap(keys -> keys)
                .distinct()
                .toList();
    }

    /** Whether this is what the host works with, or is being given: it may have switched already. */
    public boolean isItsIdentity(Serial serial) {
        return Stream.concat(
                        host.serial().stream(),
                        host.rotation().flatMap(Rotation::certificateArn).map(Serial::ofArn).stream())
                .anyMatch(serial::equals);
    }
}
