package io.certfleet.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The documents of this account: the files that Terraform would create them from. */
public final class Documents {
    private final Map<String, Document> documents;

    private Documents(Map<String, Document> documents) {
        this.documents = documents;
    }

    /** Every {@code <name>.yaml} of a folder, as document {@code <prefix><name>} in version 1. */
    public static Documents load(Path folder, String prefix, Instant now) {
        Map<String, Document> documents = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (Path file : files) {
                String name = prefix + file.getFileName().toString().replaceFirst("\\.yaml$", "");
                documents.put(name, Document.of(name, Files.readString(file), now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading documents in " + folder, e);
        }
        return new Documents(documents);
    }

    /** The SHA-256 of a document's content in hexadecimal, which callers pin. */
    public String hash(String name) {
        Document document = documents.get(name);
        if (document == null) {
            throw new IllegalArgumentException("no document " + name + ", only " + documents.keySet());
        }
        return document.hash();
    }

    /** The document that a request names, in an existing version and with the hash that the request expects. */
    Document requested(JsonNode request, String nameField) {
        String name = request.path(nameField).asText().replaceFirst("^arn:[^/]*:document/", "");
        Document document = documents.get(name);
        if (document == null) {
            throw Refusal.of("InvalidDocument", "Document with name " + name + " does not exist.");
        }
        String version = request.path("DocumentVersion").asText("$DEFAULT");
        if (!version.equals(Document.VERSION) && !version.equals("$DEFAULT") && !version.equals("$LATEST")) {
            throw Refusal.of(
                    "InvalidDocumentVersion",
                    "Document version " + version + " of document " + name + " does not exist.");
        }
        checkHash(request, document);
        return document;
    }

    private static void checkHash(JsonNode request, Document document) {
        if (!request.hasNonNull("DocumentHash")) {
            return;
        }
        String type = request.path("DocumentHashType").asText("Sha256");
        if (!type.equals("Sha256")) {
            throw Refusal.validation("documentHashType", type, "satisfy enum value set: [Sha256]");
        }
        if (!document.hash().equals(request.path("DocumentHash").asText().toLowerCase(Locale.ROOT))) {
            throw Refusal.of(
                    "InvalidDocument",
                    "The hash of document " + document.name() + " does not match the given DocumentHash.");
        }
    }

    /** GetDocument. */
    ObjectNode get(JsonNode request) {
        Document document = requested(request, "Name");
        return Json.object()
                .put("Name", document.name())
                .put("CreatedDate", Times.epochSeconds(document.created()))
                .put("DocumentVersion", Document.VERSION)
                .put("Status", "Active")
                .put("Content", document.content())
                .put("DocumentType", "Command")
                .put("DocumentFormat", "YAML");
    }

    /** DescribeDocument. */
    ObjectNode describe(JsonNode request) {
        ObjectNode answer = Json.object();
        answer.set("Document", requested(request, "Name").json());
        return answer;
    }
}
