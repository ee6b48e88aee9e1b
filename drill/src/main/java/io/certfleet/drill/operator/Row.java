package io.certfleet.drill.operator;

import com.fasterxml.jackson.databind.JsonNode;

/** A host's row as the drill looks at it; what is absent is empty. */
public record Row(
        String hostId,
        String state,
        String serial,
        String expiry,
        String rotationId,
        String commandId,
        String lastError) {

    public static Row of(JsonNode item) {
        JsonNode rotation = item.at("/rotation/M");
        return new Row(
                text(item, "hostID"),
                text(item, "state"),
                text(item, "serial"),
                text(item, "expiry"),
                text(rotation, "id"),
                text(rotation, "commandId"),
                text(item, "lastError"));
    }

    /** Whether the host is in that state and no work is under way. */
    public boolean isAtRest(String wanted) {
        return state.equals(wanted) && rotationId.isEmpty();
    }

    /** Whether work is under way. */
    public boolean isInWork() {
        return !rotationId.isEmpty();
    }

    private static String text(JsonNode item, String name) {
        return item.path(name).path("S").asText();
    }

    @Override
    public String toString() {
        return hostId + " (" + (state.isEmpty() ? "no state" : state) + (isInWork() ? ", in work" : "")
                + (lastError.isEmpty() ? "" : ": " + lastError) + ")";
    }
}
