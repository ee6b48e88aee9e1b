package io.certfleet.checker;

import io.certfleet.message.Message;
import io.certfleet.queue.QueueName;
import java.util.Optional;

/** What a host needs, with the reason that travels with the message and into the log. */
sealed interface Decision {

    /** Why. */
    String reason();

    /** Nothing; one of few reasons, by which the sweep counts. */
    record Leave(String reason) implements Decision {}

    /**
     * A new certificate.
     *
     * @param urgent before those that have time
     * @param forced whether an operator asked for it
     * @param closes the rotation that the new one replaces
     */
    record Renew(String reason, boolean urgent, boolean forced, Optional<String> closes) implements Decision {}

    /** The rotation under way got stuck: this message moves it. */
    record Resume(String reason, QueueName queue, Message message) implements Decision {}
}
