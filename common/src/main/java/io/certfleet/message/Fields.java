package io.certfleet.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fields of one JSON object, each read with a reason if it is not what it should be. */
record Fields(JsonNode object, String what) {
    private static final int LONGEST_REASON = 200;
    // An operator's reason, and a service's words around it.
    private static final int LONGEST_TEXT = 300;

    /** Refuses fields that are not among these: an operator's typing error must not be taken for a request. */
    Fields only(String... names) {
        Set<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(Set.of(names));
        unknown.remove("type");
        if (!unknown.isEmpty()) {
            throw refused("does not know the field " + unknown);
        }
        return this;
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** The objects of a list; none if it is missing. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        object.path(name).forEach(element -> objects.add(new Fields(element, what)));
        return objects;
    }

    /** The strings of a list; none if it is missing. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        object.path(name).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    Fields object(String name) {
        return new Fields(object.path(name), what);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> refused("needs '" + name + "' as a string"));
    }

    Optional<String> optionalText(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw refused("needs '" + name + "' as a string that is not empty");
        }
        return Optional.of(value.textValue());
    }

    /** An operator's words, which are written into every row that they are about. */
    Optional<String> reason(String name) {
        Optional<String> reason = optionalText(name);
        reason.filter(text -> text.length() > LONGEST_REASON).ifPresent(text -> {
            throw refused("has a '" + name + "' of " + text.length() + " characters; at most " + LONGEST_REASON
                    + " are taken");
        });
        reason.filter(text -> text.chars().anyMatch(Character::isISOControl)).ifPresent(_ -> {
            throw refused("has control characters in '" + name + "', such as a line break");
        });
        return reason;
    }

    /** A text of a service or of AWS, which must not fail for its length. */
    String excerpt(String name) {
        return Excerpt.of(text(name), LONGEST_TEXT);
    }

    String hostId(String name) {
        String hostId = text(name);
        if (!HostId.isValid(hostId)) {
            throw refused("has '" + hostId + "', which is not an SSM managed-node id");
        }
        return hostId;
    }

    List<String> hostIds(String name) {
        JsonNode list = object.path(name);
        if (!list.isArray() || list.isEmpty()) {
            throw refused("needs '" + name + "' as a list of ids");
        }
        List<String> hostIds = new ArrayList<>();
        for (JsonNode id : list) {
            if (!id.isTextual() || !HostId.isValid(id.textValue())) {
                throw refused("has '" + id.asText() + "', which is not an SSM managed-node id");
            }
            hostIds.add(id.textValue());
        }
        return hostIds.stream().distinct().toList();
    }

    Optional<Serial> serial(String name) {
        try {
            return optionalText(name).map(Serial::new);
        } catch (IllegalArgumentException e) {
            throw refused("has a " + e.getMessage());
        }
    }

    /** A serial as a person writes it. */
    Optional<Serial> writtenSerial(String name) {
        try {
            return optionalText(name).map(WrittenSerial::read);
        } catch (IllegalArgumentException e) {
            throw refused("has a " + e.getMessage());
        }
    }

    RevocationReason revocationReason(String name) {
        String reason = text(name);
        return RevocationReason.of(reason)
                .orElseThrow(() -> refused(
                        "has the reason '" + reason + "', which is not one of " + List.of(RevocationReason.values())));
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw refused("needs '" + name + "' as an instant in ISO-8601");
        }
    }

    Optional<Instant> optionalInstant(String name) {
        return object.has(name) ? Optional.of(instant(name)) : Optional.empty();
    }

    int number(String name, int least) {
        JsonNode value = object.path(name);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < least) {
            throw refused("needs '" + name + "' as a whole number of at least " + least);
        }
        return value.intValue();
    }

    boolean flag(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw refused("needs '" + name + "' as true or false");
        }
        return value.booleanValue();
    }

    UnreadableMessageException refused(String why) {
        return new UnreadableMessageException(what + " " + why);
    }
}
