package io.certfleet.queue;

import java.util.List;
import java.util.Set;

/** What a service does with messages; the Lambda entry and the container entry both call it. */
public interface BatchHandler {

    /**
     * Handles a batch from one queue.
     *
     * @return the ids of the messages that failed and must be redelivered; all others are done
     */
    Set<String> handle(List<QueueMessage> batch);
}
