package io.certfleet.queue;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;

/**
 * Where the queues are: {@code certfleet.<queue>-queue-url} and {@code certfleet.<queue>-dlq-url}, in the environment
 * {@code CERTFLEET_CHECK_QUEUE_URL} and so on. A service needs those that it reads ({@code certfleet.consumes}) and sends to
 * ({@code certfleet.sends}).
 */
@ApplicationScoped
public class Queues {
    private final Config config;

    /** For CDI, and for tests with a client of their own. */
    public Queues(Config config) {
        this.config = config;
    }

    /** A service that could not read, reject or send on refuses to start, before it reads a message. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        for (QueueName queue : consumed()) {
            url(queue);
            deadLetterUrl(queue);
        }
        named("certfleet.sends").forEach(this::url);
    }

    /** The queues that this service reads, from {@code certfleet.consumes}. */
    public List<QueueName> consumed() {
        return named("certfleet.consumes");
    }

    private List<QueueName> named(String property) {
        return Arrays.stream(config.getOptionalValue(property, String[].class).orElse(new String[0]))
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
                        + ", which is not one of the queues " + consumed() + " that this service reads"));
    }

    private String required(String property) {
        String variable = property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        String url = config.getOptionalValue(property, String.class)
                .orElseThrow(() -> new IllegalStateException(property + " (" + variable + ") is not set"));
        if (!"http".equals(scheme(url)) && !"https".equals(scheme(url))) {
            throw new IllegalStateException(
                    property + " (" + variable + ") is '" + url + "', which is not a URL of a queue");
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
