package io.certfleet.standin.terraform;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of Terraform's templatefile that the files of {@code infra/terraform} use: {@code ${name}}. */
public final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");
    // Directives, escapes, and expressions.
    private static final Pattern OTHERS = Pattern.compile("%\\{|\\$\\$\\{|\\$\\{(?![a-z_]+})");

    private Template() {}

    /** The text with the variables' values; {@code name} is what a failure names. */
    public static String render(String name, String text, Map<String, String> variables) {
        Matcher other = OTHERS.matcher(text);
        if (other.find()) {
            throw new IllegalArgumentException(
                    name + " uses more of templatefile than ${name}: " + text.substring(other.start(), other.end()));
        }
        return PLACEHOLDER.matcher(text).replaceAll(placeholder -> {
            String value = variables.get(placeholder.group(1));
            if (value == null) {
                throw new IllegalArgumentException(name + " asks for an unknown " + placeholder.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
