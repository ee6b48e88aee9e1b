package io.certfleet.rotation;

import static io.certfleet.rotation.Names.*;

import io.certfleet.message.Serial;
import io.certfleet.table.Attributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        Optional<Serial> written = entry.required(SERIAL, entry.serial(SERIAL));
        Instant notAfter = entry.required(NOT_AFTER, entry.instant(NOT_AFTER)).orElse(UNKNOWN_END);
        String arn = entry.text(CERTIFICATE_ARN).orElse("");
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

    /** As an entry of the list. */
    AttributeValue attribute() {
        return AttributeValue.fromM(Map.of(
                SERIAL, AttributeValue.fromS(serial.hex()),
                NOT_AFTER, AttributeValue.fromS(notAfter.toString()),
                CERTIFICATE_ARN, AttributeValue.fromS(certificateArn)));
    }
}
