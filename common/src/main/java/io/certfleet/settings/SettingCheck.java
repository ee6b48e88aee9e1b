package io.certfleet.settings;

import java.util.Collection;
import java.util.Locale;

/** Checks settings as a service starts: IllegalArgumentException names one that makes no sense, its value, and what would. */
public final class SettingCheck {
    private SettingCheck() {}

    /** A quantity, both ends included. */
    public static <T extends Comparable<T>> void within(String setting, T value, T least, T most) {
        require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, setting, value, least + " to " + most);
    }

    /** One of a few words. */
    public static void oneOf(String setting, String value, Collection<String> words) {
        require(words.contains(value), setting, value, "one of " + String.join(", ", words));
    }

    /** A name or another text. */
    public static void matches(String setting, String value, String expression, String what) {
        require(value.matches(expression), setting, value, what);
    }

    /**
     * An ARN of a resource, of any partition, Region and account.
     *
     * @param resource a regular expression for what follows the account's id
     */
    public static void arn(String setting, String value, String service, String resource) {
        matches(setting, value, "arn:aws[\\w-]*:" + service + ":[\\w-]*:\\d{12}:" + resource, "an ARN of " + service);
    }

    /** Anything else. */
    public static void require(boolean holds, String setting, Object value, String what) {
        if (!holds) {
            throw new IllegalArgumentException("certfleet.%s (CERTFLEET_%s) is '%s', which is not %s"
                    .formatted(setting, setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), value, what));
        }
    }
}
