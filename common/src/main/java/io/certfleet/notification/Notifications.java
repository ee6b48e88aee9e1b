package io.certfleet.notification;

import io.certfleet.message.Excerpt;
import io.certfleet.rotation.Host;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/** What the operators are notified of, by SNS. One that cannot be sent is logged and holds nothing up. */
@ApplicationScoped
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);
    // SNS refuses subjects of 100 characters and more (Publish, API reference).
    private static final int LONGEST_SUBJECT = 99;
    // SNS refuses messages of more than 256 KB, and a mail is to be read.
    private static final int LONGEST_TEXT = 8000;

    private final SnsClient sns;
    private final String topicArn;

    /** For CDI, and for tests with a client of their own. */
    public Notifications(SnsClient sns, @ConfigProperty(name = "certfleet.topic-arn") String topicArn) {
        this.sns = sns;
        this.topicArn = topicArn;
    }

    /** An attempt failed for good: which host, at which step, why, how long it is still safe, and what to do. */
    public void failed(Host host, String step, String why, Instant retryAt) {
        failed(host, step, why, retryAt, """
                What to do: fix the cause named above; to try at once, send to the check queue
                """);
    }

    /** An installation failed for good, and its certificate, which is already issued, waits for the next one. */
    public void paused(Host host, String step, String why, Instant retryAt) {
        failed(host, step, why, retryAt, """
                What to do: fix the cause named above; to try the same certificate at once, remove retryAt from the
                host's row and send {"type":"sweep"} to the check queue. For a new certificate, which costs again and
                needed if you changed settings in the row, send
                """);
    }

    private void failed(Host host, String step, String why, Instant retryAt, String whatToDo) {
        tell("Certfleet: " + host.hostId() + " failed at " + step, """
                Host:   %s
                Step:   %s
                Reason: %s
                Its current certificate: %s
                Next attempt: after %s, by itself.
                %s  {"type":"rotate","hostIds":["%s"],"reason":"fixed"}
                """.formatted(
                        host.hostId(), step, why, validity(host), retryAt, whatToDo, host.hostId()));
    }

    /** A host defers installation again and again: it is tried on, and only a person can fix what keeps it. */
    public void postponed(Host host, String step, String why, Instant nextAt) {
        tell("Certfleet: " + host.hostId() + " defers installation", """
                Host:   %s
                Step:   %s
                Reason: %s
                Its current certificate: %s
                Next attempt: after %s, by itself, and so on.
                What to do: see that the host reaches Roles Anywhere (DNS, firewall, proxy) and that the account's
                sessions a second suffice. You are notified once for a rotation.
                """.formatted(
                        host.hostId(), step, why, validity(host), nextAt));
    }

    /** Something that only a person can judge. */
    public void alarm(String subject, String text) {
        tell("Certfleet: " + subject, text);
    }

    /** Until when the host's current certificate is good, in words. */
    public static String validity(Host host) {
        return host.certificateEnd()
                .map(end -> "serial " + host.serial().map(Object::toString).orElse("unknown") + ", good until " + end)
                .orElse("none");
    }

    private static String fitting(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
    }

    private void tell(String subject, String text) {
        // ASCII on one line (Publish, API reference): another character of a row's key would lose the notification.
        String head = Excerpt.of(subject, LONGEST_SUBJECT).replaceAll("[^ -~]", "?");
        try {
            sns.publish(request -> request.topicArn(topicArn).subject(head).message(fitting(text)));
        } catch (SdkException e) {
            LOG.errorf(e, "notification not sent: %s: %s", head, fitting(text));
        }
    }
}
