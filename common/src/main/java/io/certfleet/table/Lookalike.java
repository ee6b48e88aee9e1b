package io.certfleet.table;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A name that nearly is one of a row's attributes, and so probably a typing error that would go unheard. */
public final class Lookalike {
    // A letter more, less or other makes another word of a short one: "stage" is a user's own.
    private static final int SHORTEST = 6;
    private static final Set<String> ALWAYS = Set.of("owner");

    private Lookalike() {}

    /** The known name that this one was probably meant to be. */
    public static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(other -> isNear(plain(name), plain(other), other))
                .findFirst();
    }

    private static boolean isNear(String name, String known, String knownAsWritten) {
        return name.equals(known)
                || ((known.length() >= SHORTEST || ALWAYS.contains(knownAsWritten)) && isOneEditAway(name, known));
    }

    private static String plain(String name) {
        return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    }

    /** One letter more, less or other, or two neighbours in the other order. */
    private static boolean isOneEditAway(String one, String other) {
        int common = 0;
        int shorter = Math.min(one.length(), other.length());
        while (common < shorter && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        String rest = one.substring(common);
        String otherRest = other.substring(common);
        return switch (rest.length() - otherRest.length()) {
            case 1 -> rest.substring(1).equals(otherRest);
            case -1 -> otherRest.substring(1).equals(rest);
            case 0 -> rest.substring(1).equals(otherRest.substring(1)) || isSwapped(rest, otherRest);
            default -> false;
        };
    }

    private static boolean isSwapped(String rest, String otherRest) {
        return rest.length() > 1
                && rest.charAt(0) == otherRest.charAt(1)
                && rest.charAt(1) == otherRest.charAt(0)
                && rest.substring(2).equals(otherRest.substring(2));
    }
}
