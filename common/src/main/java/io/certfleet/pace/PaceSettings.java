package io.certfleet.pace;

import static io.certfleet.settings.SettingCheck.within;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How fast the stack works. */
@ConfigMapping(prefix = "certfleet")
public interface PaceSettings {

    /** How many hosts a second become due at most: Private CA signs 25/s, Roles Anywhere gives 10 sessions/s for all. */
    @WithDefault("5")
    int rotationRate();

    /** Refuses a rate that makes no sense, and names the setting. */
    static void check(PaceSettings settings) {
        within("rotation-rate", settings.rotationRate(), 1, 1000);
    }
}
