package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.Upstream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls of SQS: refused as SQS refuses them, else answered by the emulator, with what it does not know of SQS. */
final class QueueCalls {
    private final Upstream upstream;
    private final InstantSource clock;
    private final QueueTimes times;
    private final InFlight inFlight = new InFlight();
    private final Reception reception;
    private final Batches batches;

    QueueCalls(Upstream upstream, QueueTimes times, InstantSource clock, int partialOneIn) {
        this.upstream = upstream;
        this.clock = clock;
        this.times = times;
        this.reception = new Reception(upstream, times, inFlight, clock);
        this.batches = new Batches(upstream, partialOneIn);
    }

    /** How many batches had an entry fail for no fault of its own. */
    long partialAnswers() {
        return batches.partialAnswers();
    }

    Answer answer(Call call) {
        if (call.operation().equals("StartMessageMoveTask")
                && call.parameter("DestinationArn").isEmpty()) {
            // SQS knows where a message came from only if a redrive policy moved it here, and ours are also sent: the
            // task then ends with this reason (SQS developer guide, redrive issues). Here it does not begin.
            throw new AwsError(
                    400,
                    "CouldNotDetermineMessageSource",
                    "Messages were sent to this queue: DestinationArn is needed.");
        }
        QueueRequest request = QueueRequest.of(call);
        QueueLimits.check(request);
        Answer answer = request.isJson() ? json(call, request) : query(call, request);
        if (answer.status() >= 400) {
            throw QueueError.of(answer);
        }
        return answer;
    }

    private Answer query(Call call, QueueRequest request) {
        if (call.operation().equals("SendMessageBatch")) {
            request.entries().forEach(QueueLimits::message);
        }
        if (call.operation().equals("ChangeMessageVisibility")) {
            refusal(request.body()).ifPresent(refusal -> {
                throw refusal;
            });
        }
        return upstream.forward(call);
    }

    private Answer json(Call call, QueueRequest request) {
        return switch (call.operation()) {
            case "ReceiveMessage" -> reception.answer(call, request);
            case "ChangeMessageVisibility" -> {
                Answer answer = query(call, request);
                changed(request.body());
                yield answer;
            }
            case "ChangeMessageVisibilityBatch" -> {
                Answer answer = batches.answer(call, request, this::refusal);
                succeeded(request, answer).forEach(this::changed);
                yield answer;
            }
            case "DeleteMessage" -> {
                inFlight.deleted(request.text("ReceiptHandle"));
                yield upstream.forward(call);
            }
            case "DeleteMessageBatch" -> {
                Answer answer = batches.answer(call, request, entry -> Optional.empty());
                succeeded(request, answer)
                        .forEach(entry ->
                                inFlight.deleted(entry.path("ReceiptHandle").asText()));
                yield answer;
            }
            case "SendMessageBatch" ->
                batches.answer(call, request, entry -> refusal(() -> QueueLimits.message(entry)));
            case "CreateQueue", "SetQueueAttributes", "DeleteQueue" -> throw AwsService.unknown(call);
            case "GetQueueAttributes" -> times.withRetention(request, upstream.forward(call));
            default -> upstream.forward(call);
        };
    }

    private Optional<AwsError> refusal(JsonNode change) {
        return refusal(() -> QueueLimits.visibility(change))
                .or(() -> inFlight.refusal(
                        change.path("ReceiptHandle").asText(),
                        clock.instant(),
                        change.path("VisibilityTimeout").asInt()));
    }

    private static Optional<AwsError> refusal(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (AwsError refusal) {
            return Optional.of(refusal);
        }
    }

    private void changed(JsonNode change) {
        inFlight.changed(
                change.path("ReceiptHandle").asText(),
                clock.instant(),
                change.path("VisibilityTimeout").asInt());
    }

    private static List<JsonNode> succeeded(QueueRequest request, Answer answer) {
        Set<String> ids = Json.read(answer.body())
                .path("Successful")
                .valueStream()
                .map(entry -> entry.path("Id").asText())
                .collect(Collectors.toSet());
        return request.entries().stream()
                .filter(entry -> ids.contains(entry.path("Id").asText()))
                .toList();
    }
}
