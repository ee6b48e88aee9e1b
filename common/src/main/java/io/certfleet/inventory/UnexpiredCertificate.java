package io.certfleet.inventory;

import io.certfleet.message.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A certificate that was issued for a host and has not expired: what a revocation must reach. */
public record UnexpiredCertificate(Serial serial, Instant notAfter, String certificateArn) {
    // Of an entry whose end cannot be read: RFC 5280, section 4.1.2.5, has it for "no well-defined expiration date".
    private static final Instant UNKNOWN_END = Instant.parse("9999-12-31T23:59:59Z");

    /** Whether it is known when it ends. */
    public boolean hasKnownEnd() {
        return !notAfter.equals(UNKNOWN_END);
    }

    /** A certificate whose end cannot be read may be good: a revocation reaches it all the same. */
    static Optional<UnexpiredCertificate> read(Attributes entry) {
        Optional<Serial> written = entry.required("serial", entry.serial("serial"));
        Instant notAfter = entry.required("notAfter", entry.instant("notAfter")).orElse(UNKNOWN_END);
        String arn = entry.text("certificateArn").orElse("");
        return written.or(() -> Serial.read(arn.substring(arn.lastIndexOf('/') + 1)))
                .map(serial -> new UnexpiredCertificate(serial, notAfter, arn));
    }

    /** The entries of a list that are not as they must be. */
    static List<AttributeValue> faulty(List<AttributeValue> entries) {
        return entries.stream().filter(UnexpiredCertificate::isFaulty).toList();
    }

    private static boolean isFaulty(AttributeValue entry) {
        if (!entry.hasM()) {
            return true;
        }
        Attributes map = Attributes.of(entry.m());
        read(map);
        return !map.faults().isEmpty();
    }
}
