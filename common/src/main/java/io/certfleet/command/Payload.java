package io.certfleet.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one parameter of our documents: base64 of the lines that hosts read. The first, {@code all name=value ...}, is every
 * host's; the others are {@code ID name=value ...}. A name that stands in both is refused by the scripts.
 */
public final class Payload {
    /**
     * In characters of base64. Systems Manager takes a document of 64 KB, parameters put in; ours have 22 KB at most, so
     * that 12 KB are left for what it may add.
     */
    static final int LARGEST = 30 * 1024;

    private Payload() {}

    /** Cuts lines into payloads of at most so many hosts and at most the largest size; a line that is larger stands alone. */
    static List<List<Line>> parts(Map<String, String> head, List<Line> lines, int mostHosts) {
        List<List<Line>> parts = new ArrayList<>();
        List<Line> part = new ArrayList<>();
        for (Line line : lines) {
            part.add(line);
            if (part.size() > mostHosts || (part.size() > 1 && isTooLarge(head, part))) {
                part.removeLast();
                parts.add(List.copyOf(part));
                part.clear();
                part.add(line);
            }
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }

    static boolean isTooLarge(Map<String, String> head, List<Line> lines) {
        return text(head, lines).length() > LARGEST;
    }

    static String text(Map<String, String> head, List<Line> lines) {
        Map<String, String> all = new HashMap<>(head);
        all.putAll(shared(lines));
        Stream<String> own = lines.stream().map(line -> {
            Map<String, String> values = new HashMap<>(line.values());
            values.entrySet().removeAll(all.entrySet());
            return text(line.hostId(), values);
        });
        String text = Stream.concat(Stream.of(text("all", all)), own).collect(Collectors.joining());
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is the same for every one of several hosts. */
    private static Map<String, String> shared(List<Line> lines) {
        if (lines.size() == 1) {
            return Map.of();
        }
        Map<String, String> shared = new HashMap<>(lines.getFirst().values());
        lines.forEach(line -> shared.entrySet().retainAll(line.values().entrySet()));
        return shared;
    }

    private static String text(String reader, Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(value -> " " + value.getKey() + "=" + value.getValue())
                        .collect(Collectors.joining("", reader, "\n"));
    }
}
