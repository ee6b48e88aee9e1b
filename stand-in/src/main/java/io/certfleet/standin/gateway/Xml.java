package io.certfleet.standin.gateway;

/** Text as XML carries it. */
public final class Xml {
    /** The declaration of a document. */
    public static final String HEADER = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private Xml() {}

    /** The text of an element. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\r", "&#13;");
    }
}
