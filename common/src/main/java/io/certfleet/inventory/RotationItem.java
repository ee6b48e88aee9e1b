package io.certfleet.inventory;

import io.certfleet.message.Serial;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the rotation of a row, as a whole or as a broken one. */
record RotationItem(Optional<Rotation> rotation, Optional<BrokenRotation> broken) {

    static RotationItem of(Attributes item) {
        if (item.value("rotation").isEmpty()) {
            return new RotationItem(Optional.empty(), Optional.empty());
        }
        return item.map("rotation").map(RotationItem::read).orElseGet(() -> broken(Optional.empty(), Optional.empty()));
    }

    /** A fault in what a handler decides by breaks it; one in what is only told to people does not. */
    private static RotationItem read(Attributes map) {
        int faults = map.faults().size();
        Optional<String> id = map.required("id", map.text("id"));
        Optional<Step> step = map.required("step", step(map));
        Optional<Instant> stepAt = map.required("stepAt", map.instant("stepAt"));
        int attempts = map.number("attempts");
        Optional<Instant> startedAt = map.required("startedAt", map.instant("startedAt"));
        Optional<Instant> orderedAt = map.instant("orderedAt");
        Optional<String> commandId = map.text("commandId");
        Optional<String> keyDigest = map.text("keyDigest");
        Optional<String> ask = map.text("ask");
        Optional<String> certificateArn = map.text("certificateArn");
        Optional<HostSettings> settings = map.required("settings", settings(map));
        Optional<Map<String, String>> overrides = map.map("overrides").map(own -> own.texts());
        Optional<CertificateTerms> terms = map.map("terms").flatMap(CertificateTerms::read);
        Optional<Serial> serial = map.serial("serial");
        Optional<Instant> notBefore = map.instant("notBefore");
        Optional<Instant> notAfter = map.instant("notAfter");
        boolean paused = map.mark("paused");
        if (step.filter(known -> known != Step.CSR_REQUESTED).isPresent()) {
            map.required("certificateArn", certificateArn);
        }
        if (step.filter(known -> known == Step.INSTALLING).isPresent()) {
            map.required("serial", serial);
            map.required("notBefore", notBefore);
            map.required("notAfter", notAfter);
        }
        if (map.faults().size() > faults) {
            return broken(Stream.concat(stepAt.stream(), startedAt.stream()).max(Instant::compareTo), keyDigest);
        }
        return new RotationItem(
                Optional.of(new Rotation(
                        id.orElseThrow(),
                        step.orElseThrow(),
                        stepAt.orElseThrow(),
                        attempts,
                        startedAt.orElseThrow(),
                        map.text("reason").orElse(""),
                        orderedAt,
                        commandId,
                        map.instant("commandUntil"),
                        keyDigest,
                        ask,
                        certificateArn,
                        settings.orElseThrow(),
                        overrides,
                        terms,
                        serial,
                        notBefore,
                        notAfter,
                        paused,
                        map.number("interruptions"),
                        map.text("interruptedBy"),
                        // One that cannot be read must not make its host unheard.
                        map.value("postponedSince").isEmpty()
                                ? Optional.empty()
                                : map.instant("postponedSince").or(() -> startedAt),
                        map.mark("toldPostponed"),
                        map.instant("heldUpAt"))),
                Optional.empty());
    }

    private static RotationItem broken(Optional<Instant> since, Optional<String> key) {
        return new RotationItem(Optional.empty(), Optional.of(new BrokenRotation(since, key)));
    }

    private static Optional<Step> step(Attributes map) {
        return map.text("step").flatMap(word -> {
            Optional<Step> step = Step.of(word);
            if (step.isEmpty()) {
                map.fault("step", "not a step of a rotation");
            }
            return step;
        });
    }

    private static Optional<HostSettings> settings(Attributes map) {
        return map.map("settings").flatMap(settings -> {
            try {
                return Optional.of(HostSettings.of(settings.texts()));
            } catch (InvalidSettingException e) {
                map.fault("settings", e.getMessage());
                return Optional.empty();
            }
        });
    }
}
