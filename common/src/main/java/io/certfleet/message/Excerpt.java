package io.certfleet.message;

/** What is kept of a text that others wrote: a row, a log line and a mail have room for the begin of it only. */
public final class Excerpt {
    private Excerpt() {}

    /** The first characters, at most so many, on one line: other control characters, and halves of characters, are blanks. */
    public static String of(String text, int longest) {
        if (text == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        for (int at = 0; at < text.length() && kept.length() < longest; ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (kept.length() + Character.charCount(character) > longest) {
                break;
            }
            boolean printable =
                    !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
            kept.appendCodePoint(printable ? character : ' ');
        }
        return kept.toString();
    }
}
