package io.certfleet.standin.runcommand.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.tags.Tags;
import java.util.ArrayList;
import java.util.List;

/** A document in all its versions, of which one is the default. */
final class Versions {
    private final List<Document> versions = new ArrayList<>();
    private final Tags tags = new Tags(Tags.Spelling.SSM);
    private int defaultVersion = 1;

    Versions(Document first) {
        versions.add(first);
    }

    Tags tags() {
        return tags;
    }

    Document latest() {
        return versions.getLast();
    }

    Document standard() {
        return versions.get(defaultVersion - 1);
    }

    /** The version of a number, {@code $DEFAULT} or {@code $LATEST}. */
    Document version(String version) {
        return switch (version) {
            case "$DEFAULT" -> standard();
            case "$LATEST" -> latest();
            default ->
                versions.stream()
                        .filter(one -> String.valueOf(one.version()).equals(version))
                        .findFirst()
                        .orElseThrow(() -> Refusal.of(
                                "InvalidDocumentVersion",
                                "Document version " + version + " of document " + latest().name()
                                        + " does not exist."));
        };
    }

    /** Adds a version, which is not the default until somebody says so. */
    void add(Document version) {
        if (versions.stream().anyMatch(one -> one.hash().equals(version.hash()))) {
            throw Refusal.of(
                    "DuplicateDocumentContent",
                    "The content of the association document matches another document. Change the content of the"
                            + " document and try again.");
        }
        versions.add(version);
    }

    void setDefault(String version) {
        defaultVersion = version(version).version();
    }

    /** A version as DescribeDocument answers it. */
    ObjectNode describe(Document version, String account) {
        ObjectNode json = version.json()
                .put("Owner", account)
                .put("LatestVersion", String.valueOf(latest().version()))
                .put("DefaultVersion", String.valueOf(defaultVersion));
        tags.list(json, "Tags");
        return json;
    }
}
