package io.certfleet.inventory;

import static io.certfleet.settings.SettingCheck.matches;

/** Refuses settings of the inventory that make no sense. */
public final class InventoryCheck {
    private InventoryCheck() {}

    /** CreateTable's TableName. */
    public static void table(String name) {
        matches("table-name", name, "[a-zA-Z0-9_.-]{3,255}", "the name of a table");
    }
}
