package io.certfleet.inventory;

import static io.certfleet.settings.SettingCheck.matches;
import static io.certfleet.settings.SettingCheck.within;

import java.time.Duration;

/** Refuses settings of the inventory that make no sense. */
public final class InventoryCheck {
    private InventoryCheck() {}

    /** CreateTable's TableName. */
    public static void table(String name) {
        matches("table-name", name, "[a-zA-Z0-9_.-]{3,255}", "the name of a table");
    }

    /** When people are told of a host that is not reached. */
    public static void offline(Unreachable.Settings settings) {
        Duration longest = Duration.ofDays(3650);
        within("offline.first-certificate", settings.firstCertificate(), Duration.ZERO, longest);
        within("offline.expiry-threshold", settings.expiryThreshold(), Duration.ZERO, longest);
    }
}
