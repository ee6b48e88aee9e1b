package io.certfleet.standin.gateway;

import java.util.Map;
import java.util.TreeMap;

/** Picks one in so many of each kind, the first of them too, so that a run meets every kind and meets it again as it did. */
public final class OneIn {
    private final int count;
    private final Map<String, Long> seen = new TreeMap<>();
    private final Map<String, Long> picked = new TreeMap<>();

    /** One in so many; 0 for none. */
    public OneIn(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("one in " + count);
        }
        this.count = count;
    }

    /** Whether the next of this kind is picked. */
    public synchronized boolean picks(String kind) {
        if (count == 0 || (seen.merge(kind, 1L, Long::sum) - 1) % count != 0) {
            return false;
        }
        picked.merge(kind, 1L, Long::sum);
        return true;
    }

    /** How many were picked so far, by kinds. */
    public synchronized Map<String, Long> picked() {
        return new TreeMap<>(picked);
    }
}
