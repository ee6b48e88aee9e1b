package io.certfleet.command;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a command may take. */
@ConfigMapping(prefix = "certfleet")
public interface CommandSettings {

    /** How long Systems Manager tries to reach a host (SendCommand's TimeoutSeconds, at least 30 s). */
    @WithDefault("PT10M")
    Duration deliveryTimeout();

    /**
     * The same for a host that was not reached before. The next command follows when this one is over, so that there is
     * always one that waits for the host: a longer time means fewer commands, and older settings when it comes back.
     */
    @WithDefault("PT1H")
    Duration offlineDeliveryTimeout();

    /** How long the script may run on the host, at least 5 s. */
    @WithDefault("PT2M")
    Duration executionTimeout();

    /** From SendCommand until Systems Manager gives up: it adds both times (user guide, "Command timeout values"). */
    default Duration until(boolean offline) {
        return (offline ? offlineDeliveryTimeout() : deliveryTimeout()).plus(executionTimeout());
    }
}
