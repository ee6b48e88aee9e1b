package io.certfleet.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The commands of a page: its indented blocks, those of numbered lists too, in their order, word for word. */
record DocumentedCommands(List<String> blocks) {
    private static final int INDENT = 4;
    private static final int INDENT_IN_LIST = 7;

    /** All of a page, or its part from one heading to the next. */
    static DocumentedCommands of(Path page, String heading) {
        List<String> blocks = new ArrayList<>();
        List<String> block = new ArrayList<>();
        boolean inPart = heading.isEmpty();
        boolean fenced = false;
        int indent = INDENT;
        String before = "";
        for (String line : lines(page)) {
            if (line.startsWith("## ") && !heading.isEmpty()) {
                inPart = line.equals(heading);
            }
            fenced ^= line.strip().startsWith("```");
            if (block.isEmpty()) {
                indent = line.startsWith(" ".repeat(INDENT_IN_LIST)) ? INDENT_IN_LIST : INDENT;
            }
            boolean begins = before.isBlank() || !block.isEmpty();
            if (inPart && !fenced && begins && line.startsWith(" ".repeat(indent))) {
                block.add(line.substring(indent));
            } else if (!block.isEmpty()) {
                blocks.add(String.join("\n", block));
                block.clear();
            }
            before = line;
        }
        return new DocumentedCommands(blocks);
    }

    /** One script, which says what it is at; the run itself is started by who runs the script. */
    String script() {
        return blocks.stream()
                .map(block -> block.lines()
                        .filter(line -> !line.startsWith("./local-run"))
                        .collect(Collectors.joining("\n")))
                .map(block -> "cat <<'END_OF_BLOCK'\n--- " + block + "\nEND_OF_BLOCK\n" + block + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + page, e);
        }
    }
}
