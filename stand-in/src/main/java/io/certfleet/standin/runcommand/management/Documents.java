package io.certfleet.standin.runcommand.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The documents of an account. */
public final class Documents {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-.]{3,128}");
    // "You can't use the following strings as document name prefixes" (API reference, CreateDocument).
    private static final Pattern RESERVED = Pattern.compile("(?i)(aws|amazon|amzn).*");

    private final String account;
    private final Map<String, Versions> documents = new TreeMap<>();

    /** None yet. */
    public Documents(String account) {
        this.account = account;
    }

    /** Every {@code <name>.yaml} of a folder, as document {@code <prefix><name>} in version 1. */
    public static Documents load(Path folder, String prefix, String account, Instant now) {
        Documents documents = new Documents(account);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
                Document first = Document.of(prefix + name, 1, "YAML", content(folder, name), now);
                documents.documents.put(first.name(), new Versions(first));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading documents in " + folder, e);
        }
        return documents;
    }

    /** A document as documents.tf puts it together; a file that holds its script itself is one already. */
    public static String content(Path folder, String name) throws IOException {
        String frame = Files.readString(folder.resolve(name + ".yaml"));
        if (!frame.endsWith("- |\n")) {
            return frame;
        }
        String script = Files.readString(folder.resolve("lib.sh")) + Files.readString(folder.resolve(name + ".sh"));
        return frame + script.replaceAll("(?m)^(.)", "      $1");
    }

    /** The SHA-256 of a document's content in hexadecimal, which callers pin. */
    public synchronized String hash(String name) {
        return find(name).standard().hash();
    }

    /** The document that a request names, in an existing version and with the hash that the request expects. */
    public synchronized Document requested(JsonNode request, String nameField) {
        Document document = named(request, nameField)
                .version(request.path("DocumentVersion").asText("$DEFAULT"));
        document.requirePinned(request);
        return document;
    }

    private Versions named(JsonNode request, String nameField) {
        return find(request.path(nameField).asText().replaceFirst("^arn:[^/]*:document/", ""));
    }

    private Versions find(String name) {
        Versions versions = documents.get(name);
        if (versions == null) {
            throw Refusal.of("InvalidDocument", "Document with name " + name + " does not exist.");
        }
        return versions;
    }

    synchronized ObjectNode create(JsonNode request, Instant now) {
        String name = request.path("Name").asText();
        if (!NAME.matcher(name).matches()) {
            throw Refusal.validation("name", name, "satisfy regular expression pattern: " + NAME);
        }
        if (RESERVED.matcher(name).matches()) {
            throw Refusal.of("ValidationException", "Document names beginning with aws, amazon or amzn are reserved.");
        }
        if (documents.containsKey(name)) {
            throw Refusal.of("DocumentAlreadyExists", "Document with name " + name + " already exists.");
        }
        if (!request.path("DocumentType").asText("Command").equals("Command")) {
            throw Refusal.of("InvalidDocumentContent", "Only documents of type Command are served here.");
        }
        Versions created = new Versions(version(request, 1, now));
        created.tags().add(request.path("Tags"));
        documents.put(name, created);
        return description(created, created.latest(), "Creating");
    }

    synchronized ObjectNode update(JsonNode request, Instant now) {
        Versions versions = named(request, "Name");
        // "You can specify only the latest version of the document or $LATEST" (API reference, UpdateDocument).
        String from = request.path("DocumentVersion").asText("");
        int latest = versions.latest().version();
        if (versions.version(from.isEmpty() ? "$LATEST" : from).version() != latest) {
            throw Refusal.of("InvalidDocumentVersion", "The document version is not the latest: " + from);
        }
        versions.add(version(request, latest + 1, now));
        return description(versions, versions.latest(), "Updating");
    }

    private static Document version(JsonNode request, int version, Instant now) {
        return Document.of(
                request.path("Name").asText(),
                version,
                request.path("DocumentFormat").asText("JSON"),
                request.path("Content").asText(),
                now);
    }

    private ObjectNode description(Versions versions, Document version, String status) {
        ObjectNode answer = Json.object();
        answer.set("DocumentDescription", versions.describe(version, account).put("Status", status));
        return answer;
    }

    synchronized ObjectNode setDefault(JsonNode request) {
        Versions versions = named(request, "Name");
        versions.setDefault(request.path("DocumentVersion").asText());
        ObjectNode answer = Json.object();
        answer.putObject("Description")
                .put("Name", versions.standard().name())
                .put("DefaultVersion", String.valueOf(versions.standard().version()));
        return answer;
    }

    synchronized ObjectNode delete(JsonNode request) {
        if (request.hasNonNull("DocumentVersion") || request.hasNonNull("VersionName")) {
            throw Refusal.of("InvalidDocumentOperation", "Only whole documents are deleted here.");
        }
        documents.remove(named(request, "Name").latest().name());
        return Json.object();
    }

    synchronized ObjectNode get(JsonNode request) {
        Document document = requested(request, "Name");
        return Json.object()
                .put("Name", document.name())
                .put("CreatedDate", Times.epochSeconds(document.created()))
                .put("DocumentVersion", String.valueOf(document.version()))
                .put("Status", "Active")
                .put("Content", document.content())
                .put("DocumentType", "Command")
                .put("DocumentFormat", document.format());
    }

    synchronized ObjectNode describe(JsonNode request) {
        ObjectNode answer = Json.object();
        Document document = requested(request, "Name");
        answer.set("Document", find(document.name()).describe(document, account));
        return answer;
    }

    /** DescribeDocumentPermission: shared with nobody, as sharing is not served. */
    synchronized ObjectNode permissions(JsonNode request) {
        named(request, "Name");
        ObjectNode answer = Json.object();
        answer.putArray("AccountIds");
        answer.putArray("AccountSharingInfoList");
        return answer;
    }

    synchronized ObjectNode tag(JsonNode request) {
        tagged(request).tags().add(request.path("Tags"));
        return Json.object();
    }

    synchronized ObjectNode untag(JsonNode request) {
        Versions versions = tagged(request);
        request.path("TagKeys").forEach(key -> versions.tags().remove(key.asText()));
        return Json.object();
    }

    synchronized ObjectNode tags(JsonNode request) {
        ObjectNode answer = Json.object();
        tagged(request).tags().list(answer, "TagList");
        return answer;
    }

    private Versions tagged(JsonNode request) {
        String id = request.path("ResourceId").asText();
        if (!request.path("ResourceType").asText().equals("Document")) {
            throw Refusal.of("InvalidResourceType", "Only tags of documents are served here.");
        }
        if (!documents.containsKey(id)) {
            throw Refusal.of("InvalidResourceId", "The resource ID is not valid: " + id);
        }
        return documents.get(id);
    }
}
