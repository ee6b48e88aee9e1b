package io.certfleet.inventory;

import io.certfleet.message.Serial;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads a {@link Host} out of a DynamoDB item, also out of one that the original wrote. */
final class Item {
    // The original's Lambda functions write str(datetime) in UTC.
    private static final DateTimeFormatter ORIGINAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Map<String, AttributeValue> attributes;

    private Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    static Host host(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        Optional<Instant> expiry = item.instant("expiry");
        return new Host(
                item.text("hostID").orElseThrow(),
                item.overrides(),
                item.enabled(),
                item.text("state").map(Item::stateOf).orElse(expiry.isPresent() ? HostState.ACTIVE : HostState.NEW),
                item.serialIfItIsOne(),
                expiry,
                item.instant("notBefore"),
                Optional.ofNullable(attributes.get("unexpired")).stream()
                        .flatMap(list -> list.l().stream())
                        .map(entry -> new Item(entry.m()).unexpiredCertificate())
                        .toList(),
                item.strings("revokedSerials").stream().map(Serial::new).collect(Collectors.toSet()),
                item.strings("lostKeys"),
                item.number("failures"),
                item.instant("retryAt"),
                item.number("triedWithoutExpiry") > 0,
                item.instant("revokedAt"),
                item.orderThatWaits(),
                item.instant("rotatedAt"),
                item.text("lastRotation"),
                item.instant("offlineSince"),
                item.number("toldOffline") > 0,
                item.text("needsNewKey"),
                item.text("toldHeld"),
                item.text("state"),
                item.text("serial"),
                Optional.ofNullable(attributes.get("rotation")).map(map -> new Item(map.m()).rotation()));
    }

    /** A revocation leaves it in the row: whether it was asked for later is told by the times, so no write races another. */
    private Optional<Instant> orderThatWaits() {
        Optional<Instant> revokedAt = instant("revokedAt");
        return instant("rotateAgain")
                .filter(order -> revokedAt.map(order::isAfter).orElse(true));
    }

    private Rotation rotation() {
        return new Rotation(
                text("id").orElseThrow(),
                Step.of(text("step").orElseThrow()),
                instant("stepAt").orElseThrow(),
                number("attempts"),
                instant("startedAt").orElseThrow(),
                text("reason").orElse(""),
                instant("orderedAt"),
                text("commandId"),
                text("keyDigest"),
                text("ask"),
                text("certificateArn"),
                HostSettings.of(new Item(attributes.get("settings").m()).overrides()),
                serial("serial"),
                instant("notBefore"),
                instant("notAfter"),
                number("paused") > 0,
                instant("postponedSince"),
                number("toldPostponed") > 0);
    }

    private UnexpiredCertificate unexpiredCertificate() {
        return new UnexpiredCertificate(
                serial("serial").orElseThrow(),
                instant("notAfter").orElseThrow(),
                text("certificateArn").orElse(""));
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>();
        for (String name : HostSettings.ATTRIBUTES) {
            // An attribute of another type, or an empty one, is no absent one: it must fail as a setting.
            Optional.ofNullable(attributes.get(name))
                    .ifPresent(value -> overrides.put(name, value.s() == null ? value.toString() : value.s()));
        }
        return overrides;
    }

    private boolean enabled() {
        AttributeValue enabled = attributes.get("enabled");
        return enabled == null || !(Boolean.FALSE.equals(enabled.bool()) || "false".equalsIgnoreCase(enabled.s()));
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    private Set<String> strings(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? Set.of() : Set.copyOf(value.ss());
    }

    private int number(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || value.n() == null ? 0 : Integer.parseInt(value.n());
    }

    private Optional<Serial> serial(String name) {
        return text(name).filter(hex -> !hex.isBlank()).map(Serial::new);
    }

    /** What another program left in the row must not hide the host from the sweep: it is due by its expiry all the same. */
    private Optional<Serial> serialIfItIsOne() {
        try {
            return serial("serial");
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> instant(String name) {
        return text(name).filter(time -> !time.isBlank()).map(time -> instantOf(name, time));
    }

    private static Instant instantOf(String name, String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException notIso) {
            try {
                return LocalDateTime.parse(time.substring(0, Math.min(19, time.length())), ORIGINAL)
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new InvalidSettingException(name, time, "no time");
            }
        }
    }

    private static HostState stateOf(String word) {
        try {
            return HostState.of(word);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("state", word, "no state of a host");
        }
    }
}
