package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.EventSink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What a CA has around it: its settings, the time, and who takes its events and its CRLs. */
record Surroundings(CaSettings settings, Clock clock, EventSink events, CrlStore store, Later later) {

    /** The same for another CA, whose files are in a folder of its own. */
    Surroundings inFolder(String name) {
        return new Surroundings(settings.inFolder(name), clock, events, store, later);
    }

    Instant now() {
        return clock.instant();
    }

    Path file(String name) {
        return settings.folder().resolve(name);
    }

    /** Emits an event of Private CA. */
    void tell(String what, List<String> resources, ObjectNode detail) {
        events.emit("aws.acm-pca", "ACM Private CA " + what, resources, detail);
    }
}
