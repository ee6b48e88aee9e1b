package io.certfleet.standin.runcommand.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import java.time.Clock;

/** Documents and activations, as they are created, changed and shown. */
public final class Management {
    private final Documents documents;
    private final Activations activations;
    private final Clock clock;

    /** These documents, and no activation yet. */
    public Management(Documents documents, Clock clock) {
        this.documents = documents;
        this.activations = new Activations(clock);
        this.clock = clock;
    }

    /** Answers any operation that is not about commands and nodes. */
    public ObjectNode answer(Call call) {
        JsonNode request = call.json();
        return switch (call.operation()) {
            case "CreateDocument" -> documents.create(request, clock.instant());
            case "GetDocument" -> documents.get(request);
            case "DescribeDocument" -> documents.describe(request);
            case "DescribeDocumentPermission" -> documents.permissions(request);
            case "UpdateDocument" -> documents.update(request, clock.instant());
            case "UpdateDocumentDefaultVersion" -> documents.setDefault(request);
            case "DeleteDocument" -> documents.delete(request);
            case "AddTagsToResource" -> documents.tag(request);
            case "RemoveTagsFromResource" -> documents.untag(request);
            case "ListTagsForResource" -> documents.tags(request);
            case "CreateActivation" -> activations.create(request);
            case "DescribeActivations" -> activations.describe(request);
            case "DeleteActivation" -> activations.delete(request);
            default -> throw AwsService.unknown(call);
        };
    }
}
