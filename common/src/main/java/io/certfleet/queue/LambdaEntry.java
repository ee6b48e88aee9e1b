package io.certfleet.queue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The service on Lambda: one invocation is one batch of one queue, and only what failed is redelivered
 * (ReportBatchItemFailures).
 */
@IfBuildProfile("lambda")
@Named("certfleet")
public class LambdaEntry implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final BatchHandler handler;
    private final Queues queues;
    private final Clock clock;

    LambdaEntry(BatchHandler handler, Queues queues, Clock clock) {
        this.handler = handler;
        this.queues = queues;
        this.clock = clock;
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
        Map<String, String> own = new HashMap<>();
        if (message.getMessageAttributes() != null) {
            message.getMessageAttributes().forEach((name, value) -> own.put(name, value.getStringValue()));
        }
        return QueueMessage.of(
                message.getMessageId(),
                queues.ofArn(message.getEventSourceArn()),
                message.getBody(),
                message.getAttributes() == null ? Map.of() : message.getAttributes(),
                own,
                clock.instant());
    }
}
