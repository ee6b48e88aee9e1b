package io.certfleet.checker;

import io.certfleet.message.Serial;
import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostSettings;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Rotation.Attempt;
import io.certfleet.rotation.Rotation.Begun;
import io.certfleet.rotation.Rotation.CaRequest;
import io.certfleet.rotation.Rotation.Certificate;
import io.certfleet.rotation.Rotation.CsrRequested;
import io.certfleet.rotation.Rotation.Delay;
import io.certfleet.rotation.Rotation.Installing;
import io.certfleet.rotation.Rotation.Issued;
import io.certfleet.rotation.Step;
import io.certfleet.table.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Rows as the tests need them, each made from the plainest by what differs. */
final class Rows {
    static final String HOST = "mi-0123456789abcdef0";
    static final Serial SERIAL = new Serial("0a1b");
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    String hostId = HOST;
    boolean enabled = true;
    HostState state = HostState.NEW;
    Optional<Serial> serial = Optional.empty();
    Optional<Instant> notBefore = Optional.empty();
    Optional<Instant> expiry = Optional.empty();
    Optional<Instant> retryAt = Optional.empty();
    Optional<Instant> revokedAt = Optional.empty();
    Optional<Instant> readmittedAt = Optional.empty();
    Optional<Instant> rotateAgain = Optional.empty();
    Optional<String> needsNewKey = Optional.empty();
    Optional<Rotation> rotation = Optional.empty();
    Optional<BrokenRotation> brokenRotation = Optional.empty();

    static Host host(Consumer<Rows> change) {
        Rows row = new Rows();
        change.accept(row);
        return row.host();
    }

    /** A host with a certificate. */
    static Host active(Instant notBefore, Instant expiry, Consumer<Rows> change) {
        return host(row -> {
            row.state = HostState.ACTIVE;
            row.serial = Optional.of(SERIAL);
            row.notBefore = Optional.of(notBefore);
            row.expiry = Optional.of(expiry);
            change.accept(row);
        });
    }

    private Host host() {
        return new Host(
                hostId,
                new Host.OwnSettings(enabled, Map.of()),
                new Host.HeldCertificate(state, serial, expiry, notBefore, List.of(), Optional.empty()),
                new Host.FailedAttempts(0, retryAt, false, Optional.empty(), false, needsNewKey),
                new Host.RevocationState(revokedAt, readmittedAt, Set.of()),
                new Host.Rotations(rotation, brokenRotation, Optional.empty(), rotateAgain, Optional.empty(), Set.of()),
                Reading.FAULTLESS);
    }

    /** A rotation that began and took its step at {@link #START}. */
    static Rotation rotation(Step step, int attempts, boolean command, boolean key, boolean paused) {
        return rotation(step, attempts, command, key, paused, START);
    }

    /** A rotation whose certificate was issued when it began, and has been sent to its host. */
    static Rotation installing(Instant startedAt, Instant stepAt, boolean paused, Optional<Instant> postponedSince) {
        return new Installing(
                begun(startedAt),
                attempt(0, stepAt, true),
                Optional.of("key"),
                new Certificate("arn", SERIAL, startedAt, startedAt.plusSeconds(7 * 86_400)),
                new Delay(paused, postponedSince, false));
    }

    /** The same rotation, for which AWS has refused what it needs. */
    static Rotation heldUp(Rotation plain) {
        return with(
                plain,
                new Attempt(
                        plain.attempts(),
                        plain.stepAt(),
                        plain.commandId(),
                        plain.commandUntil(),
                        Optional.of(plain.stepAt()),
                        0,
                        Optional.empty()));
    }

    /** A rotation that began at {@link #START} and took its step at another time. */
    static Rotation rotation(Step step, int attempts, boolean command, boolean key, boolean paused, Instant stepAt) {
        Attempt attempt = attempt(attempts, stepAt, command);
        return switch (step) {
            case CSR_REQUESTED ->
                new CsrRequested(
                        begun(START),
                        attempt,
                        key ? Optional.of(new CaRequest("key", Optional.empty())) : Optional.empty());
            case ISSUED -> new Issued(begun(START), attempt, Optional.of("key"), "arn");
            case INSTALLING ->
                new Installing(
                        begun(START),
                        attempt,
                        Optional.of("key"),
                        new Certificate("arn", SERIAL, START, START.plusSeconds(7 * 86_400)),
                        new Delay(paused, Optional.empty(), false));
        };
    }

    private static Begun begun(Instant at) {
        HostSettings settings = new HostSettings(Map.of(
                "certPath", "/etc/certfleet",
                "keyPath", "/etc/certfleet",
                "csrPath", "/etc/certfleet",
                "cacertPath", "/etc/certfleet",
                "signinghelperPath", "/usr/local/bin",
                "keyAlgorithm", "EC_prime256v1",
                "profileArn", "arn:aws:rolesanywhere:us-east-1:1:profile/p",
                "roleArn", "arn:aws:iam::1:role/r",
                "owner", "root"));
        return new Begun("rotation-1", at, "test", Optional.empty(), settings, Optional.of(Map.of()), Optional.empty());
    }

    private static Attempt attempt(int number, Instant at, boolean command) {
        return new Attempt(
                number,
                at,
                command ? Optional.of("command-1") : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    private static Rotation with(Rotation rotation, Attempt attempt) {
        return switch (rotation) {
            case CsrRequested(Begun begun, Attempt _, Optional<CaRequest> asked) ->
                new CsrRequested(begun, attempt, asked);
            case Issued(Begun begun, Attempt _, Optional<String> key, String arn) ->
                new Issued(begun, attempt, key, arn);
            case Installing(Begun begun, Attempt _, Optional<String> key, Certificate certificate, Delay delay) ->
                new Installing(begun, attempt, key, certificate, delay);
        };
    }

    /** The same whose command may be delivered or run until a time. */
    static Rotation sent(Rotation rotation, Optional<Instant> until) {
        return with(
                rotation,
                new Attempt(
                        rotation.attempts(),
                        rotation.stepAt(),
                        rotation.commandId(),
                        until,
                        rotation.attempt().heldUpAt(),
                        0,
                        Optional.empty()));
    }
}
