package io.certfleet.revocation;

import java.util.Map;
import java.util.Optional;

/**
 * What was read of several hosts.
 *
 * @param records by host
 * @param unreadable why one cannot be read, by host: it may say that its host is revoked
 */
public record RevocationRecords(Map<String, RevocationRecord> records, Map<String, String> unreadable) {
    /** Copies the maps. */
    public RevocationRecords {
        records = Map.copyOf(records);
        unreadable = Map.copyOf(unreadable);
    }

    /** What is known of a host; it fails where that cannot be read. */
    public Optional<RevocationRecord> of(String hostId) {
        if (unreadable.containsKey(hostId)) {
            throw new IllegalStateException(
                    "what is revoked of " + hostId + " cannot be read: " + unreadable.get(hostId));
        }
        return Optional.ofNullable(records.get(hostId));
    }
}
