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

    /** How long the script may run on the host, at least 5 s. */
    @WithDefault("PT2M")
    Duration executionTimeout();
}
