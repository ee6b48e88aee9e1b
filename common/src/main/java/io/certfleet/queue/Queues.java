package io.certfleet.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;

/**
 * Where the queues are: {@code certfleet.<queue>-queue-url} and {@code certfleet.<queue>-dlq-url}, in the environment
 * {@code CERTFLEET_CHECK_QUEUE_URL} and so on. A service needs those that it reads or writes.
 */
@ApplicationScoped
public class Queues {
    private final Config config;

    Queues(Config config) {
        this.config = config;
    }

    /** The queues that this service reads, from {@code certfleet.consumes}. */
    public List<QueueName> consumed() {
        return Arrays.stream(config.getValue("certfleet.consumes", String[].class))
                .map(word -> QueueName.valueOf(word.strip().toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** The URL of a queue. Fails with IllegalStateException, which names the setting, if there is none. */
    public String url(QueueName queue) {
        return required("certfleet." + queue.word() + "-queue-url");
    }

    /** The URL of a queue's dead-letter queue. */
    public String deadLetterUrl(QueueName queue) {
        return required("certfleet." + queue.word() + "-dlq-url");
    }

    /** The queue that an event source's ARN names; its last part is the queue's name, as the last part of the URL. */
    public QueueName ofArn(String arn) {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return consumed().stream()
                .filter(queue -> url(queue).endsWith("/" + name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a message came from " + arn
                        + ", which is none of the queues " + consumed() + " that this service reads"));
    }

    private String required(String property) {
        String variable = property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        String url = config.getOptionalValue(property, String.class)
                .orElseThrow(() -> new IllegalStateException(property + " (" + variable + ") is not set"));
        if (!"http".equals(scheme(url)) && !"https".equals(scheme(url))) {
            throw new IllegalStateException(
                    property + " (" + variable + ") is '" + url + "', which is no URL of a queue");
        }
        return url;
    }

    private static String scheme(String url) {
        try {
            return URI.create(url).getScheme();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
