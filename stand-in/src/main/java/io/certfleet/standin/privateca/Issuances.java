package io.certfleet.standin.privateca;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Everything that the CA was asked to sign, by serial and, for five minutes, by idempotency token. */
final class Issuances {
    /** "Idempotency tokens for IssueCertificate time out after five minutes" (API reference). */
    static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    private final Map<BigInteger, Issuance> bySerial = new HashMap<>();
    private final Map<String, Remembered> byToken = new HashMap<>();

    private record Remembered(Instant until, Issuance first) {}

    /** What an earlier call with this token began, else what the supplier begins. */
    synchronized Issuance begin(Optional<String> token, Instant now, Supplier<Issuance> issuance) {
        byToken.values().removeIf(remembered -> !now.isBefore(remembered.until()));
        Optional<Issuance> earlier = token.map(byToken::get).map(Remembered::first);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Issuance begun = issuance.get();
        bySerial.put(begun.serial(), begun);
        token.ifPresent(key -> byToken.put(key, new Remembered(now.plus(TOKEN_LIFETIME), begun)));
        return begun;
    }

    /** Replaces what is known of a serial and returns the new. */
    synchronized Issuance change(BigInteger serial, UnaryOperator<Issuance> change) {
        Issuance changed = change.apply(bySerial.get(serial));
        bySerial.put(serial, changed);
        return changed;
    }

    synchronized Optional<Issuance> find(BigInteger serial) {
        return Optional.ofNullable(bySerial.get(serial));
    }

    /** The revoked ones that were valid at an instant or later. */
    synchronized List<Issuance> revokedAndValidAt(Instant instant) {
        return bySerial.values().stream()
                .filter(issuance -> issuance.revocation().isPresent())
                .filter(issuance -> issuance.notAfter().isAfter(instant))
                .toList();
    }
}
