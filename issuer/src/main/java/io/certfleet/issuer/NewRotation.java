package io.certfleet.issuer;

import io.certfleet.inventory.CertificateTerms;
import io.certfleet.inventory.Host;
import io.certfleet.inventory.HostSettings;
import io.certfleet.inventory.Rotation;
import io.certfleet.inventory.Step;
import io.certfleet.message.Message.RenewalDue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A rotation as it stands in the row when it begins. */
final class NewRotation {
    private NewRotation() {}

    static Map<String, AttributeValue> of(
            Host host, RenewalDue due, HostSettings settings, CertificateTerms terms, Instant now) {
        Map<String, AttributeValue> rotation = new HashMap<>();
        rotation.put("id", AttributeValue.fromS(due.rotationId()));
        rotation.put("step", AttributeValue.fromS(Step.CSR_REQUESTED.word()));
        rotation.put("stepAt", time(now));
        rotation.put("startedAt", time(now));
        rotation.put("attempts", AttributeValue.fromN("0"));
        rotation.put("reason", AttributeValue.fromS(due.reason()));
        rotation.put("settings", map(settings.attributes()));
        rotation.put("overrides", map(host.overrides()));
        rotation.put("terms", map(terms.attributes()));
        orderedAt(host, due).ifPresent(at -> rotation.put("orderedAt", time(at)));
        return rotation;
    }

    /** It makes its key after every order that waited, and after the one of the rotation whose place it takes. */
    private static Optional<Instant> orderedAt(Host host, RenewalDue due) {
        return Stream.of(
                        Optional.of(due.requestedAt()).filter(_ -> due.forced()),
                        host.rotateAgain(),
                        host.rotation().flatMap(Rotation::orderedAt))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    private static AttributeValue map(Map<String, String> texts) {
        return AttributeValue.fromM(texts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> AttributeValue.fromS(entry.getValue()))));
    }

    private static AttributeValue time(Instant time) {
        return AttributeValue.fromS(time.truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
