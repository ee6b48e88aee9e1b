package io.certfleet.checker;

import static io.certfleet.settings.SettingCheck.within;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a host is due, and how fast due hosts are sent on. */
@ConfigMapping(prefix = "certfleet")
public interface Policy {

    /** How long a certificate lives, where the row does not say. */
    @WithDefault("P7D")
    Duration validity();

    /** The part of a certificate's life after which it is replaced. Lower costs more certificates, higher leaves less time to fix a failure. */
    @WithDefault("0.6667")
    double renewalFraction();

    /** How far each host's instant is moved, at most, in parts of the lifetime: it keeps hosts from lumping together. */
    @WithDefault("0.05")
    double jitter();

    /** How long an event may take through EventBridge and a queue before it counts as lost. */
    @WithDefault("PT10M")
    Duration queueAge();

    /** How many parts a large table's sweep has. More read faster, and each costs a message per continuation. */
    @WithDefault("8")
    int sweepSegments();

    /**
     * How long a segment is swept before it goes on by message. A revocation may have to wait for as long in a queue that a
     * single instance reads, for each segment before it.
     */
    @WithDefault("PT10S")
    Duration sweepBudget();

    /** How many rows are read at once; a table of fewer is swept by one message. */
    @WithDefault("500")
    int sweepPage();

    /** Refuses a policy that makes no sense, and names the setting. */
    static void check(Policy policy) {
        within("validity", policy.validity(), Duration.ofHours(1), Duration.ofDays(3650));
        // The jitter goes off the fraction on both sides: below, a host would be due at once, above, too late to fix.
        within("renewal-fraction", policy.renewalFraction(), 0.2, 0.8);
        within("jitter", policy.jitter(), 0.0, 0.1);
        within("queue-age", policy.queueAge(), Duration.ofSeconds(1), Duration.ofHours(12));
        within("sweep-segments", policy.sweepSegments(), 1, 900);
        within("sweep-budget", policy.sweepBudget(), Duration.ofSeconds(1), Duration.ofSeconds(60));
        within("sweep-page", policy.sweepPage(), 1, 10_000);
    }
}
