package io.certfleet.command;

import java.util.List;
import java.util.Locale;

/**
 * A script's standard output and standard error. Anything may stand around our own words: shells, preloaded libraries and
 * security agents print too. Nothing in it tells whose answer it is.
 */
public record Output(String standardOutput, String standardError) {
    /** Between both, as the agent joins them, also on a success: agent/framework/processor/executer/iohandler. */
    private static final String ERROR_MARK = "\n----------ERROR-------\n";
    /** What the agent and Systems Manager put where they cut. */
    private static final List<String> CUTS =
            List.of("---output truncated---", "---error truncated----", "--output truncated--");
    /** Systems Manager cuts at 2,500 characters; what is this long may have been cut without a word. */
    private static final int LONGEST_JOINED = 2_500;
    // How the scripts begin the line that says why they fail.
    private static final String OURS = "certfleet: ";
    // The agent's last line of a failure; the exit code says it too.
    private static final String AGENTS = "failed to run commands:";
    private static final int LONGEST_WORDS = 500;
    private static final int LONGEST_REST = 200;

    /** Parts the one text that ListCommandInvocations has of both. */
    static Output joined(String text) {
        int mark = text.indexOf(ERROR_MARK);
        if (mark >= 0) {
            return new Output(text.substring(0, mark), text.substring(mark + ERROR_MARK.length()));
        }
        // Without standard output the mark may have lost its first line break on the way.
        String bare = ERROR_MARK.stripLeading();
        return text.startsWith(bare) ? new Output("", text.substring(bare.length())) : new Output(text, "");
    }

    boolean isStandardOutputCut() {
        return isCut(standardOutput) || (standardError.isEmpty() && standardOutput.length() >= LONGEST_JOINED);
    }

    boolean isCut() {
        return isStandardOutputCut()
                || isCut(standardError)
                || standardOutput.length() + ERROR_MARK.length() + standardError.length() >= LONGEST_JOINED;
    }

    private static boolean isCut(String text) {
        String end = text.stripTrailing().toLowerCase(Locale.ROOT);
        return CUTS.stream().anyMatch(end::endsWith);
    }

    /** The script's last word about itself, else the last line of all; and a little of what else was there. */
    String lastWords() {
        List<String> lines = lines(standardError);
        if (lines.isEmpty()) {
            lines = lines(standardOutput);
        }
        if (lines.isEmpty()) {
            return "no output";
        }
        List<String> all = lines;
        String last = all.reversed().stream()
                .filter(line -> line.startsWith(OURS))
                .findFirst()
                .orElse(all.getLast());
        String rest = String.join(
                " | ",
                all.stream().filter(line -> !line.equals(last)).distinct().toList());
        return bounded(last, LONGEST_WORDS)
                + (rest.isEmpty() ? "" : " (beside it: " + bounded(rest, LONGEST_REST) + ")");
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith(AGENTS))
                .toList();
    }

    private static String bounded(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
