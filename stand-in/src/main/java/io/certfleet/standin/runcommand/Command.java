package io.certfleet.standin.runcommand;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.runcommand.management.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A command that was sent, and its invocations. */
final class Command {
    private final String id = UUID.randomUUID().toString();
    private final String region;
    private final SendCommandRequest request;
    private final Instant requested;
    private final List<Invocation> invocations;
    private int sent;
    private Status told = Status.PENDING;

    Command(String region, SendCommandRequest request, Instant requested) {
        this.region = region;
        this.request = request;
        this.requested = requested;
        this.invocations =
                request.hosts().stream().map(host -> new Invocation(this, host)).toList();
    }

    String id() {
        return id;
    }

    String region() {
        return region;
    }

    SendCommandRequest request() {
        return request;
    }

    Instant requested() {
        return requested;
    }

    Instant expires() {
        return requested.plus(request.expiresAfter());
    }

    List<Invocation> invocations() {
        return invocations;
    }

    Optional<Invocation> on(String hostId) {
        return invocations.stream()
                .filter(invocation -> invocation.host().id().equals(hostId))
                .findFirst();
    }

    /** The invocations to send now: never more under way than MaxConcurrency. */
    synchronized List<Invocation> next() {
        int most = Math.max(1, request.maxConcurrency().of(invocations.size()));
        List<Invocation> next = new ArrayList<>();
        while (sent < invocations.size() && sent - count(Status::ended) < most) {
            next.add(invocations.get(sent++));
        }
        return next;
    }

    /** Whether more invocations failed than MaxErrors allows, so that no other may begin. */
    boolean hasTooManyErrors() {
        return count(Status::countsAsError) > request.maxErrors().of(invocations.size());
    }

    /** Tells the listener the command's status if it is another than it was last told. */
    synchronized void tell(BiConsumer<Command, Status> listener) {
        Status now = status();
        if (now != told) {
            told = now;
            listener.accept(this, now);
        }
    }

    /** User guide, "Understanding command statuses", the table of a command's statuses. */
    synchronized Status status() {
        if (count(status -> !status.ended()) > 0) {
            return count(status -> status != Status.PENDING) > 0 ? Status.IN_PROGRESS : Status.PENDING;
        }
        if (count(status -> status == Status.SUCCESS) == invocations.size()) {
            return Status.SUCCESS;
        }
        int most = Math.max(1, request.maxErrors().of(invocations.size()));
        if (count(Status::countsAsError) >= most) {
            return count(status -> status == Status.FAILED) > 0 ? Status.FAILED : Status.EXECUTION_TIMED_OUT;
        }
        return count(status -> status == Status.DELIVERY_TIMED_OUT) >= most
                ? Status.DELIVERY_TIMED_OUT
                : Status.INCOMPLETE;
    }

    private int count(Predicate<Status> predicate) {
        return (int)
                invocations.stream().map(Invocation::status).filter(predicate).count();
    }

    ObjectNode json() {
        Status status = status();
        ObjectNode json = Json.object()
                .put("CommandId", id)
                .put("DocumentName", request.document().name())
                .put("DocumentVersion", String.valueOf(request.document().version()))
                .put("Comment", request.comment())
                .put("ExpiresAfter", Times.epochSeconds(expires()))
                .put("RequestedDateTime", Times.epochSeconds(requested))
                .put("Status", status.text())
                .put("StatusDetails", status.details())
                .put("OutputS3Region", region)
                .put("OutputS3BucketName", "")
                .put("OutputS3KeyPrefix", "")
                .put("MaxConcurrency", request.maxConcurrency().toString())
                .put("MaxErrors", request.maxErrors().toString())
                .put("TargetCount", invocations.size())
                .put("CompletedCount", count(Status::ended))
                .put("ErrorCount", count(Status::countsAsError))
                .put("DeliveryTimedOutCount", count(one -> one == Status.DELIVERY_TIMED_OUT))
                .put("ServiceRole", "")
                .put("TimeoutSeconds", request.deliveryTimeout().toSeconds());
        json.set("Parameters", parameters());
        json.putArray("Targets");
        var ids = json.putArray("InstanceIds");
        request.hosts().forEach(host -> ids.add(host.id()));
        return json;
    }

    ObjectNode parameters() {
        ObjectNode parameters = Json.object();
        request.parameters().forEach((name, values) -> {
            var array = parameters.putArray(name);
            values.forEach(array::add);
        });
        return parameters;
    }
}
