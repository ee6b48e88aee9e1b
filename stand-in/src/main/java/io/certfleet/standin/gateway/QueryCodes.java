package io.certfleet.standin.gateway;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The codes that SQS gave its errors in the query protocol, where they are not the names of the shapes (API model, 2012-11-05). */
public final class QueryCodes {
    private static final String PREFIX = "AWS.SimpleQueueService.";
    private static final Map<String, String> BY_SHAPE = Stream.concat(
                    Stream.of(
                                    "BatchEntryIdsNotDistinct",
                                    "BatchRequestTooLong",
                                    "EmptyBatchRequest",
                                    "InvalidBatchEntryId",
                                    "MessageNotInflight",
                                    "PurgeQueueInProgress",
                                    "QueueDeletedRecently",
                                    "TooManyEntriesInBatchRequest",
                                    "UnsupportedOperation")
                            .map(shape -> Map.entry(shape, PREFIX + shape)),
                    Stream.of(
                            Map.entry("QueueDoesNotExist", PREFIX + "NonExistentQueue"),
                            Map.entry("QueueNameExists", "QueueAlreadyExists"),
                            Map.entry(AwsError.ACCESS_DENIED, "AccessDenied")))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private QueryCodes() {}

    /** The query protocol's code of an error. */
    static String of(String shape) {
        return BY_SHAPE.getOrDefault(shape, shape);
    }

    /** The error of a code of the query protocol. */
    public static String shape(String code) {
        return BY_SHAPE.entrySet().stream()
                .filter(known -> known.getValue().equals(code))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(code);
    }
}
