package io.certfleet.queue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The service on Lambda: one invocation is one batch of one queue, and only what failed comes back
 * (ReportBatchItemFailures).
 */
@IfBuildProfile("lambda")
@Named("certfleet")
public class LambdaEntry implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final BatchHandler handler;
    private final Queues queues;

    LambdaEntry(BatchHandler handler, Queues queues) {
        this.handler = handler;
        this.queues = queues;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<QueueMessage> batch =
                event.getRecords().stream().map(this::message).toList();
        return new SQSBatchResponse(handler.handle(batch).stream()
                .map(SQSBatchResponse.BatchItemFailure::new)
                .toList());
    }

    private QueueMessage message(SQSEvent.SQSMessage message) {
        Map<String, String> attributes = message.getAttributes() == null ? Map.of() : message.getAttributes();
        return new QueueMessage(
                message.getMessageId(),
                queues.ofArn(message.getEventSourceArn()),
                message.getBody(),
                Instant.ofEpochMilli(Long.parseLong(
                        attributes.getOrDefault("SentTimestamp", Long.toString(System.currentTimeMillis())))),
                Integer.parseInt(attributes.getOrDefault("ApproximateReceiveCount", "1")));
    }
}
