package io.certfleet.local.command;

/** What the agent reports of a script's output: amazon-ssm-agent, iohandler.go. */
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
        return text.length() <= most ? text : text.substring(0, most - SUFFIX.length()) + SUFFIX;
    }

    /** Both in one text of at most 2,500 characters, as TruncateOutput of the agent makes it. */
    String combined() {
        String title = standardError.isEmpty() ? "" : ERROR_TITLE;
        int space = MOST_COMBINED - title.length();
        int out = standardOutput.length();
        int error = standardError.length();
        if (out + error < space) {
            return standardOutput + title + standardError;
        }
        if (out > space / 2 && error > space / 2) {
            int half = (space - ERROR_CUT.length() - OUTPUT_CUT.length()) / 2;
            return standardOutput.substring(0, half)
                    + OUTPUT_CUT
                    + title
                    + standardError.substring(0, half)
                    + ERROR_CUT;
        }
        if (out < space / 2) {
            return standardOutput + title + standardError.substring(0, space - ERROR_CUT.length() - out) + ERROR_CUT;
        }
        return standardOutput.substring(0, space - OUTPUT_CUT.length() - error) + OUTPUT_CUT + title + standardError;
    }
}
