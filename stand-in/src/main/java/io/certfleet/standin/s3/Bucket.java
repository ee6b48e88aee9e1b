package io.certfleet.standin.s3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.s3.configuration.Configuration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A bucket: objects by key, and an event for each that is written. */
public final class Bucket {
    private final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final Configuration configuration = new Configuration();
    private final AtomicLong sequence;
    private final String name;
    private final EventSink events;
    private final InstantSource clock;

    /** An empty bucket. */
    Bucket(String name, EventSink events, InstantSource clock) {
        this.name = name;
        this.events = events;
        this.clock = clock;
        this.sequence = new AtomicLong(clock.millis() << 16);
    }

    Configuration configuration() {
        return configuration;
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** The bucket's name. */
    public String name() {
        return name;
    }

    /** Writes an object as Private CA does its CRL. */
    public void put(String key, byte[] content) {
        StoredObject written = new StoredObject(content.clone(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        objects.put(key, written);
        events.emit("aws.s3", "Object Created", List.of("arn:aws:s3:::" + name), event(key, written));
    }

    // "EventBridge event message structure", Amazon S3 user guide; no version-id, as versions are not kept.
    private ObjectNode event(String key, StoredObject written) {
        ObjectNode detail = Json.object().put("version", "0");
        detail.putObject("bucket").put("name", name);
        detail.putObject("object")
                .put("key", key)
                .put("size", written.content().length)
                .put("etag", written.etag())
                .put("sequencer", "%018X".formatted(sequence.incrementAndGet()));
        return detail.put(
                        "request-id",
                        UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT))
                .put("requester", "acm-pca.amazonaws.com")
                .put("source-ip-address", "127.0.0.1")
                .put("reason", "PutObject");
    }

    /** Whether there is an object with this key. */
    public boolean contains(String key) {
        return objects.containsKey(key);
    }

    Optional<StoredObject> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    void delete(String key) {
        objects.remove(key);
    }

    /** The objects whose keys come after the given one, in the order of their keys. */
    NavigableMap<String, StoredObject> after(String key) {
        return objects.tailMap(key, false);
    }
}
