package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Where a service of the stand-in puts the events that it emits on AWS. */
@FunctionalInterface
public interface EventSink {

    /** Emits an event; id, account, Region and time are filled in by the bus. */
    void emit(String source, String detailType, List<String> resources, ObjectNode detail);
}
