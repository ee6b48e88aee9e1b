package io.certfleet.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The event that Lambda's event source mapping makes of a batch, as the Lambda guide prints it ("Using Lambda with Amazon SQS"). */
public final class SqsRecords {
    private final ObjectNode event = new ObjectMapper().createObjectNode();
    private final ArrayNode records = event.putArray("Records");

    /** Another message of the batch. */
    public SqsRecords with(String id, QueueName queue, String body) {
        return with(id, queue, body, Map.of());
    }

    /** Another message of the batch, with attributes that its sender gave to it. */
    public SqsRecords with(String id, QueueName queue, String body, Map<String, String> own) {
        ObjectNode message = records.addObject()
                .put("messageId", id)
                .put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...")
                .put("body", body);
        message.putObject("attributes")
                .put("ApproximateReceiveCount", "1")
                .put("SentTimestamp", "1545082649183")
                .put("SenderId", "AIDAIENQZJOLO23YVJ4VO")
                .put("ApproximateFirstReceiveTimestamp", "1545082649185");
        ObjectNode attributes = message.putObject("messageAttributes");
        own.forEach((name, value) -> attributes
                .putObject(name)
                .put("stringValue", value)
                .put("dataType", "String")
                .putArray("stringListValues"));
        message.put("md5OfBody", "e4e68fb7bd0e697a0ae8f1bb342846b3")
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", "arn:aws:sqs:us-east-1:111122223333:" + queue.word())
                .put("awsRegion", "us-east-1");
        return this;
    }

    @Override
    public String toString() {
        return event.toString();
    }
}
