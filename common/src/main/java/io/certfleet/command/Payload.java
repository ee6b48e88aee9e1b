package io.certfleet.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one parameter of our documents: base64 of the lines that hosts read. */
public final class Payload {
    /**
     * In characters of base64. Systems Manager takes a document of 64 KB, parameters put in; ours have 20 KB at most, so
     * that 12 KB are left for what it may add.
     */
    static final int LARGEST = 32 * 1024;

    private Payload() {}

    /** Cuts lines into payloads of at most so many hosts and at most the largest size; a line that is larger stands alone. */
    static List<List<Line>> parts(List<String> head, List<Line> lines, int mostHosts) {
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

    static boolean isTooLarge(List<String> head, List<Line> lines) {
        return text(head, lines).length() > LARGEST;
    }

    static String text(List<String> head, List<Line> lines) {
        String text = Stream.concat(head.stream(), lines.stream().map(Line::text))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
