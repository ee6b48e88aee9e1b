package io.certfleet.queue;

import java.util.Locale;

/** The queues of Certfleet. */
public enum QueueName {
    CHECK,
    ISSUE,
    CSR,
    CERTIFICATE,
    INSTALLED,
    CRL;

    /** The word in configuration, logs and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
