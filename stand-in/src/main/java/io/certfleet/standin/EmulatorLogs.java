package io.certfleet.standin;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the embedded emulators from logging what is not a warning. */
final class EmulatorLogs {
    // Held, because a logger that nobody holds forgets its level.
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("org.apache.pekko"),
            Logger.getLogger("org.elasticmq"),
            Logger.getLogger("org.eclipse.jetty"));

    private EmulatorLogs() {}

    static void quiet() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
