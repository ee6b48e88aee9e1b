package io.certfleet.standin.runcommand;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the agent reports of a script's output: amazon-ssm-agent, iohandler.go, which counts and cuts bytes. */
record Output(String standardOutput, String standardError) {
    /** MaxStdoutLength and MaxStderrLength. */
    static final int MOST_STANDARD_OUTPUT = 24_000;

    static final int MOST_STANDARD_ERROR = 8_000;
    /** MaximumPluginOutputSize. */
    static final int MOST_COMBINED = 2_500;

    private static final String SUFFIX = "--output truncated--";
    private static final String ERROR_TITLE = "\n----------ERROR-------\n";
    private static final String OUTPUT_CUT = "\n---Output truncated---";
    private static final String ERROR_CUT = "\n---Error truncated----";

    static final Output NONE = new Output("", "");

    /** Cuts both. */
    Output {
        standardOutput = prefix(standardOutput, MOST_STANDARD_OUTPUT);
        standardError = prefix(standardError, MOST_STANDARD_ERROR);
    }

    private static String prefix(String text, int most) {
        return length(text) <= most ? text : cut(text, most - SUFFIX.length()) + SUFFIX;
    }

    /** Both in one text of at most 2,500 bytes, as TruncateOutput of the agent makes it. */
    String combined() {
        String title = standardError.isEmpty() ? "" : ERROR_TITLE;
        int space = MOST_COMBINED - title.length();
        int out = length(standardOutput);
        int error = length(standardError);
        if (out + error < space) {
            return standardOutput + title + standardError;
        }
        if (out > space / 2 && error > space / 2) {
            int half = (space - ERROR_CUT.length() - OUTPUT_CUT.length()) / 2;
            return cut(standardOutput, half) + OUTPUT_CUT + title + cut(standardError, half) + ERROR_CUT;
        }
        // The agent has "<" here, and no answer where the output is just half and the errors are more.
        if (out <= space / 2) {
            return standardOutput + title + cut(standardError, space - ERROR_CUT.length() - out) + ERROR_CUT;
        }
        return cut(standardOutput, space - OUTPUT_CUT.length() - error) + OUTPUT_CUT + title + standardError;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The first bytes; a character that is cut through is written as one that nobody knows (JSON, in Go). */
    private static String cut(String text, int bytes) {
        return new String(Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), bytes), StandardCharsets.UTF_8);
    }
}
