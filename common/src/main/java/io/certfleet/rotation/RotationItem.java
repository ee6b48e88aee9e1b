package io.certfleet.rotation;

import static io.certfleet.rotation.Names.*;

import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Serial;
import io.certfleet.rotation.Rotation.Attempt;
import io.certfleet.rotation.Rotation.Begun;
import io.certfleet.rotation.Rotation.CaRequest;
import io.certfleet.rotation.Rotation.Certificate;
import io.certfleet.rotation.Rotation.CsrRequested;
import io.certfleet.rotation.Rotation.Delay;
import io.certfleet.rotation.Rotation.Installing;
import io.certfleet.rotation.Rotation.Issued;
import io.certfleet.table.Attributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The rotation of a row: reads it, as a whole or as a broken one, and writes one that begins. */
record RotationItem(Optional<Rotation> rotation, Optional<BrokenRotation> broken) {

    static RotationItem of(Attributes item) {
        if (item.value(ROTATION).isEmpty()) {
            return new RotationItem(Optional.empty(), Optional.empty());
        }
        return item.map(ROTATION).map(RotationItem::read).orElseGet(() -> broken(Optional.empty(), Optional.empty()));
    }

    /** A fault in what a handler decides by breaks it; one in what is only shown to operators does not. */
    private static RotationItem read(Attributes map) {
        int faults = map.faults().size();
        Optional<String> id = map.required(ID, map.text(ID));
        Optional<Step> step = map.required(STEP, step(map));
        Optional<Instant> stepAt = map.required(STEP_AT, map.instant(STEP_AT));
        int attempts = map.number(ATTEMPTS);
        Optional<Instant> startedAt = map.required(STARTED_AT, map.instant(STARTED_AT));
        Optional<Instant> requestedAt = map.instant(REQUESTED_AT);
        Optional<String> commandId = map.text(COMMAND_ID);
        Optional<String> keyDigest = map.text(KEY_DIGEST);
        Optional<String> requestId = map.text(ISSUE_REQUEST_ID);
        Optional<String> certificateArn = map.text(CERTIFICATE_ARN);
        Optional<HostSettings> settings = map.required(SETTINGS, settings(map));
        Optional<Map<String, String>> overrides = map.map(OVERRIDES).map(own -> own.texts());
        Optional<CertificateTerms> terms = map.map(TERMS).flatMap(CertificateTerms::read);
        Optional<Serial> serial = map.serial(SERIAL);
        Optional<Instant> notBefore = map.instant(NOT_BEFORE);
        Optional<Instant> notAfter = map.instant(NOT_AFTER);
        boolean paused = map.mark(PAUSED);
        if (step.filter(known -> known != Step.CSR_REQUESTED).isPresent()) {
            map.required(CERTIFICATE_ARN, certificateArn);
        }
        if (step.filter(known -> known == Step.INSTALLING).isPresent()) {
            map.required(SERIAL, serial);
            map.required(NOT_BEFORE, notBefore);
            map.required(NOT_AFTER, notAfter);
        }
        if (map.faults().size() > faults) {
            return broken(Stream.concat(stepAt.stream(), startedAt.stream()).max(Instant::compareTo), keyDigest);
        }
        Begun begun = new Begun(
                id.orElseThrow(),
                startedAt.orElseThrow(),
                map.text(REASON).orElse(""),
                requestedAt,
                settings.orElseThrow(),
                overrides,
                terms);
        Attempt attempt = new Attempt(
                attempts,
                stepAt.orElseThrow(),
                commandId,
                map.instant(COMMAND_UNTIL),
                map.instant(HELD_UP_AT),
                map.number(INTERRUPTIONS),
                map.text(INTERRUPTED_BY));
        Rotation rotation =
                switch (step.orElseThrow()) {
                    case CSR_REQUESTED ->
                        new CsrRequested(begun, attempt, keyDigest.map(digest -> new CaRequest(digest, requestId)));
                    case ISSUED -> new Issued(begun, attempt, keyDigest, certificateArn.orElseThrow());
                    case INSTALLING ->
                        new Installing(
                                begun,
                                attempt,
                                keyDigest,
                                new Certificate(
                                        certificateArn.orElseThrow(),
                                        serial.orElseThrow(),
                                        notBefore.orElseThrow(),
                                        notAfter.orElseThrow()),
                                new Delay(
                                        paused,
                                        // One that cannot be read must not make its host unheard.
                                        map.value(POSTPONED_SINCE).isEmpty()
                                                ? Optional.empty()
                                                : map.instant(POSTPONED_SINCE).or(() -> startedAt),
                                        map.mark(NOTIFIED_POSTPONED)));
                };
        return new RotationItem(Optional.of(rotation), Optional.empty());
    }

    private static RotationItem broken(Optional<Instant> since, Optional<String> key) {
        return new RotationItem(Optional.empty(), Optional.of(new BrokenRotation(since, key)));
    }

    private static Optional<Step> step(Attributes map) {
        return map.text(STEP).flatMap(word -> {
            Optional<Step> step = Step.of(word);
            if (step.isEmpty()) {
                map.fault(STEP, "not a step of a rotation");
            }
            return step;
        });
    }

    private static Optional<HostSettings> settings(Attributes map) {
        return map.map(SETTINGS).flatMap(settings -> {
            try {
                return Optional.of(new HostSettings(settings.texts()));
            } catch (InvalidSettingException e) {
                map.fault(SETTINGS, e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** A rotation as it stands in the row when it begins. */
    static Map<String, AttributeValue> begun(
            Host host, RenewalDue due, HostSettings settings, CertificateTerms terms, Instant now) {
        Map<String, AttributeValue> rotation = new HashMap<>();
        rotation.put(ID, AttributeValue.fromS(due.rotationId()));
        rotation.put(STEP, AttributeValue.fromS(Step.CSR_REQUESTED.word()));
        rotation.put(STEP_AT, time(now));
        rotation.put(STARTED_AT, time(now));
        rotation.put(ATTEMPTS, AttributeValue.fromN("0"));
        rotation.put(REASON, AttributeValue.fromS(due.cause().reason()));
        rotation.put(SETTINGS, map(settings.attributes()));
        rotation.put(OVERRIDES, map(host.overrides()));
        rotation.put(TERMS, map(terms.attributes()));
        requestedAt(host, due).ifPresent(at -> rotation.put(REQUESTED_AT, time(at)));
        return rotation;
    }

    /** It makes its key after every request that waited, and after the one of the rotation whose place it takes. */
    private static Optional<Instant> requestedAt(Host host, RenewalDue due) {
        return Stream.of(
                        Optional.of(due.cause().at()).filter(_ -> due.cause().forced()),
                        host.rotateAgain(),
                        host.rotation().flatMap(Rotation::requestedAt))
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
