package io.certfleet.standin.runcommand;

import io.certfleet.standin.account.Account;
import java.time.Duration;

/**
 * How Run Command of the stand-in behaves.
 *
 * @param appearsAfter how long an invocation that has not begun is unknown to GetCommandInvocation and
 *     ListCommandInvocations: reads of Run Command are eventually consistent
 * @param processes at most this many scripts run at a time on all hosts together
 */
public record RunCommandSettings(Account account, Duration appearsAfter, int processes, OfflineHosts offlineHosts) {

    /**
     * Invocations appear after 300 ms; many scripts to a processor, because most of their time they wait: for the network,
     * and for the moment at which they are to ask for a session.
     */
    public static RunCommandSettings standard(Account account) {
        return new RunCommandSettings(
                account,
                Duration.ofMillis(300),
                32 * Runtime.getRuntime().availableProcessors(),
                OfflineHosts.ACCEPTED);
    }

    /** The same with another way to treat hosts that are offline. */
    public RunCommandSettings with(OfflineHosts treatment) {
        return new RunCommandSettings(account, appearsAfter, processes, treatment);
    }
}
