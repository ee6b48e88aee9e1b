package io.certfleet.table;

import io.certfleet.message.Serial;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the attributes of an item, or of a map in it, one by one: what is not what it must be is noted as a fault. */
public final class Attributes {
    // The original's Lambda functions write str(datetime) in UTC.
    private static final DateTimeFormatter ORIGINAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Map<String, AttributeValue> values;
    private final String prefix;
    private final List<Fault> faults;
    private final Set<String> asked = new TreeSet<>();

    private Attributes(Map<String, AttributeValue> values, String prefix, List<Fault> faults) {
        this.values = values;
        this.prefix = prefix;
        this.faults = faults;
    }

    public static Attributes of(Map<String, AttributeValue> item) {
        return new Attributes(item, "", new ArrayList<>());
    }

    /** What is wrong so far, here and in the maps that were read out of this. */
    public List<Fault> faults() {
        return faults;
    }

    /** The names that were read, present or not. */
    public Set<String> asked() {
        return asked;
    }

    public Optional<AttributeValue> value(String name) {
        asked.add(name);
        return Optional.ofNullable(values.get(name));
    }

    public void fault(String name, String why) {
        faults.add(Fault.of(prefix + name, values.get(name), why));
    }

    /** A text; an empty one is one too. */
    public Optional<String> text(String name) {
        return read(name, AttributeValue::s, "not a string");
    }

    /** An attribute without which the rest is of no use. */
    public <T> Optional<T> required(String name, Optional<T> read) {
        if (!values.containsKey(name)) {
            faults.add(Fault.missing(prefix + name));
        } else if (read.isEmpty() && !isFaulty(name)) {
            fault(name, "it must not be empty");
        }
        return read;
    }

    /** Whether this attribute was read and is not what it must be. */
    public boolean isFaulty(String name) {
        return faults.stream().anyMatch(fault -> fault.path().equals(prefix + name));
    }

    /** A time; an empty text is not one. */
    public Optional<Instant> instant(String name) {
        return text(name).filter(time -> !time.isBlank()).flatMap(time -> {
            Optional<Instant> instant = instantOf(time);
            if (instant.isEmpty()) {
                fault(name, "not a time");
            }
            return instant;
        });
    }

    private static Optional<Instant> instantOf(String time) {
        try {
            return Optional.of(Instant.parse(time));
        } catch (DateTimeException notIso) {
            try {
                return Optional.of(LocalDateTime.parse(time.substring(0, Math.min(19, time.length())), ORIGINAL)
                        .toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /** A length of time. */
    public Optional<Duration> duration(String name) {
        return text(name).flatMap(length -> {
            try {
                return Optional.of(Duration.parse(length));
            } catch (DateTimeException e) {
                fault(name, "not a length of time");
                return Optional.empty();
            }
        });
    }

    /** A serial number; an empty text is not one. */
    public Optional<Serial> serial(String name) {
        return text(name).filter(hex -> !hex.isBlank()).flatMap(hex -> {
            Optional<Serial> serial = Serial.read(hex);
            if (serial.isEmpty()) {
                fault(name, "not the serial number of a certificate");
            }
            return serial;
        });
    }

    /** A whole number, 0 if there is none. */
    public int number(String name) {
        return read(name, AttributeValue::n, "not a number")
                .map(digits -> {
                    try {
                        return new BigDecimal(digits).intValueExact();
                    } catch (ArithmeticException | NumberFormatException e) {
                        fault(name, "not a whole number");
                        return 0;
                    }
                })
                .orElse(0);
    }

    /** A mark of ours: set if it is there and not 0 or false, also if it cannot be read. */
    public boolean mark(String name) {
        AttributeValue value = value(name).orElse(null);
        if (value == null) {
            return false;
        }
        if (value.bool() != null) {
            return value.bool();
        }
        if (value.n() != null) {
            return new BigDecimal(value.n()).signum() != 0;
        }
        fault(name, "not a number");
        return true;
    }

    /** A switch of the operator's: on if it is absent or says so clearly. */
    public boolean isOn(String name) {
        AttributeValue value = value(name).orElse(null);
        if (value == null || isOn(value)) {
            return true;
        }
        if (!Boolean.FALSE.equals(value.bool()) && !"false".equalsIgnoreCase(value.s())) {
            fault(name, "neither true nor false, so the host is left alone");
        }
        return false;
    }

    public static boolean isOn(AttributeValue value) {
        return Boolean.TRUE.equals(value.bool()) || "true".equalsIgnoreCase(value.s());
    }

    /** A set of strings; of another collection those that are strings. */
    public Set<String> strings(String name) {
        AttributeValue value = value(name).orElse(null);
        if (value == null) {
            return Set.of();
        }
        if (!value.hasSs()) {
            fault(name, "not a set of strings");
        }
        Set<String> strings = new TreeSet<>(value.ss());
        value.l().stream().map(AttributeValue::s).filter(text -> text != null).forEach(strings::add);
        Optional.ofNullable(value.s()).ifPresent(strings::add);
        return strings;
    }

    /** A set of serial numbers. */
    public Set<Serial> serials(String name) {
        Set<Serial> serials = new TreeSet<>((one, other) -> one.hex().compareTo(other.hex()));
        for (String hex : strings(name)) {
            Serial.read(hex).ifPresentOrElse(serials::add, () -> fault(name, "'" + hex + "' is not a serial number"));
        }
        return serials;
    }

    public Optional<Attributes> map(String name) {
        return read(name, value -> value.hasM() ? value.m() : null, "not a map")
                .map(map -> new Attributes(map, prefix + name + ".", faults));
    }

    /** All of them, as texts. */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        values.keySet().stream().sorted().forEach(name -> text(name).ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    /** The maps of a list. */
    public List<Attributes> maps(String name) {
        List<AttributeValue> list = read(name, value -> value.hasL() ? value.l() : null, "not a list")
                .orElse(List.of());
        List<Attributes> maps = new ArrayList<>();
        for (int place = 0; place < list.size(); place++) {
            String path = prefix + name + "[" + place + "]";
            if (list.get(place).hasM()) {
                maps.add(new Attributes(list.get(place).m(), path + ".", faults));
            } else {
                faults.add(Fault.of(path, list.get(place), "not a map"));
            }
        }
        return maps;
    }

    private <T> Optional<T> read(String name, Function<AttributeValue, T> form, String why) {
        Optional<AttributeValue> value = value(name);
        Optional<T> read = value.map(form);
        if (value.isPresent() && read.isEmpty()) {
            fault(name, why);
        }
        return read;
    }
}
