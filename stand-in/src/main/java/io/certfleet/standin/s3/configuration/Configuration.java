package io.certfleet.standin.s3.configuration;

import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The configuration of a bucket: what was put, as it was put. */
public final class Configuration {
    private static final Answer NO_CONTENT = new Answer(204, Map.of(), new byte[0]);

    private final Map<Subresource, String> documents = new EnumMap<>(Subresource.class);

    /** What a new bucket has. */
    public Configuration() {
        for (Subresource each : Subresource.values()) {
            documents.put(each, each.initial());
        }
    }

    /** A document; empty if there is none. */
    public synchronized Optional<String> find(Subresource subresource) {
        return Optional.of(documents.get(subresource)).filter(text -> !text.isEmpty());
    }

    public synchronized Answer get(Subresource subresource) {
        String text = find(subresource)
                .orElseThrow(() -> new AwsError(
                        404, subresource.missing(), "The " + subresource + " of this bucket does not exist."));
        return switch (subresource) {
            case POLICY ->
                new Answer(200, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
            case LIFECYCLE -> lifecycle(text);
            default -> Answer.xml(text);
        };
    }

    // The header says which objects rules leave where they are (GetBucketLifecycleConfiguration, S3 API reference: the
    // default).
    private static Answer lifecycle(String text) {
        Answer document = Answer.xml(text);
        return new Answer(
                document.status(),
                Map.of(
                        "Content-Type",
                        "text/xml",
                        "x-amz-transition-default-minimum-object-size",
                        "all_storage_classes_128K"),
                document.body());
    }

    public synchronized Answer put(Subresource subresource, byte[] document) {
        documents.put(subresource, new String(document, StandardCharsets.UTF_8));
        return subresource == Subresource.POLICY || subresource == Subresource.TAGGING ? NO_CONTENT : Answer.empty();
    }

    public synchronized Answer delete(Subresource subresource) {
        documents.put(subresource, subresource.missing().isEmpty() ? subresource.initial() : "");
        return NO_CONTENT;
    }
}
