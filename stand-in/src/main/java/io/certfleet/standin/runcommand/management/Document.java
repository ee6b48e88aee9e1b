package io.certfleet.standin.runcommand.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.jcajce.provider.digest.SHA256;
import org.bouncycastle.util.encoders.Hex;

/** One version of a command document of schema 2.2 with one step, which is a shell script. */
public record Document(
        String name,
        int version,
        Instant created,
        Source source,
        String description,
        Map<String, Parameter> parameters,
        Step step) {
    private static final Set<String> FORMATS = Set.of("YAML", "JSON");
    private static final int LARGEST = 64 * 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([\\w-]+)\\s*}}");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> KEYS = Set.of("schemaVersion", "description", "parameters", "mainSteps");
    private static final Set<String> STEP_KEYS = Set.of("action", "name", "inputs", "precondition");

    /** The document as it was given, in YAML or JSON. */
    public record Source(String format, String content) {}

    /** What it runs; the timeout may be a parameter. */
    public record Step(String name, String script, String timeoutSeconds) {}

    /** Reads what CreateDocument and UpdateDocument take; YAML only where it is said to be YAML. */
    static Document of(String name, int version, String format, String content, Instant created) {
        checkSize(content.length());
        if (!FORMATS.contains(format)) {
            throw Refusal.validation("documentFormat", format, "satisfy enum value set: " + FORMATS);
        }
        try {
            JsonNode tree = format.equals("JSON") ? JSON.readTree(content) : YAML.readTree(content);
            checkKeys(name, tree, KEYS);
            JsonNode steps = tree.path("mainSteps");
            JsonNode step = steps.path(0);
            if (!tree.path("schemaVersion").asText().equals("2.2")
                    || steps.size() != 1
                    || !step.path("action").asText().equals("aws:runShellScript")) {
                throw Refusal.of(
                        "InvalidDocumentContent",
                        name + " is not of schema 2.2 with one step aws:runShellScript, the only kind served here");
            }
            checkKeys(name, step, STEP_KEYS);
            JsonNode inputs = step.path("inputs");
            return new Document(
                    name,
                    version,
                    created,
                    new Source(format, content),
                    tree.path("description").asText(),
                    tree.path("parameters")
                            .propertyStream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> Parameter.of(entry.getKey(), entry.getValue()))),
                    new Step(
                            step.path("name").asText(),
                            inputs.path("runCommand")
                                    .valueStream()
                                    .map(line -> line.asText() + "\n")
                                    .collect(Collectors.joining()),
                            inputs.path("timeoutSeconds").asText("3600")));
        } catch (IOException e) {
            throw Refusal.of("InvalidDocumentContent", name + " is not " + format + ": " + e.getMessage());
        }
    }

    String format() {
        return source.format();
    }

    String content() {
        return source.content();
    }

    private static void checkKeys(String name, JsonNode element, Set<String> known) {
        element.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw Refusal.of("InvalidDocumentContent", name + " has the unknown key " + key);
            }
        });
    }

    private static void checkSize(int length) {
        if (length > LARGEST) {
            throw Refusal.of("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB");
        }
    }

    /** SHA-256 of the content in hexadecimal, as SendCommand's DocumentHash pins it. */
    String hash() {
        return Hex.toHexString(new SHA256.Digest().digest(content().getBytes(StandardCharsets.UTF_8)));
    }

    /** Refuses unless this is the content whose hash a request pins, if it pins one. */
    void requirePinned(JsonNode request) {
        if (!request.hasNonNull("DocumentHash")) {
            return;
        }
        String type = request.path("DocumentHashType").asText("Sha256");
        if (!type.equals("Sha256")) {
            throw Refusal.validation("documentHashType", type, "satisfy enum value set: [Sha256]");
        }
        if (!hash().equals(request.path("DocumentHash").asText().toLowerCase(Locale.ROOT))) {
            throw Refusal.of(
                    "InvalidDocument", "The hash of document " + name + " does not match the given DocumentHash.");
        }
    }

    /** The given values with defaults for the others; refuses unknown, missing and disallowed ones. */
    public Map<String, List<String>> complete(Map<String, List<String>> given) {
        for (String unknown : given.keySet()) {
            if (!parameters.containsKey(unknown)) {
                throw Refusal.of("InvalidParameters", name + " has no parameter " + unknown);
            }
        }
        Map<String, List<String>> complete = new TreeMap<>();
        parameters.values().forEach(parameter -> {
            List<String> values = given.containsKey(parameter.name())
                    ? given.get(parameter.name())
                    : parameter.defaultValue().orElseThrow(() -> missing(parameter.name()));
            parameter.check(values);
            complete.put(parameter.name(), values);
        });
        checkSize(substitute(content(), complete).length());
        return complete;
    }

    private static AwsError missing(String parameter) {
        return Refusal.of("InvalidParameters", "Parameter " + parameter + " needs a value");
    }

    /** The script with the values put in place of {@code {{ name }}}, as text. */
    public String script(Map<String, List<String>> values) {
        return substitute(step.script(), values);
    }

    /** How long the script may run. */
    public Duration executionTimeout(Map<String, List<String>> values) {
        String seconds = substitute(step.timeoutSeconds(), values);
        // The agent takes its default for what is not within its limits (pluginutil.ValidateExecutionTimeout).
        boolean valid =
                seconds.matches("\\d{1,6}") && Integer.parseInt(seconds) >= 5 && Integer.parseInt(seconds) <= 172_800;
        return Duration.ofSeconds(valid ? Integer.parseInt(seconds) : 3600);
    }

    private static String substitute(String text, Map<String, List<String>> values) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            List<String> value = values.get(found.group(1));
            return Matcher.quoteReplacement(value == null ? found.group() : String.join(" ", value));
        });
    }

    /** What DescribeDocument answers of this version. */
    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("Name", name)
                .put("Hash", hash())
                .put("HashType", "Sha256")
                .put("CreatedDate", Times.epochSeconds(created))
                .put("Status", "Active")
                .put("DocumentVersion", String.valueOf(version))
                .put("Description", description)
                .put("DocumentType", "Command")
                .put("DocumentFormat", format())
                .put("SchemaVersion", "2.2");
        json.putArray("PlatformTypes").add("Linux");
        var declared = json.putArray("Parameters");
        parameters.values().forEach(parameter -> declared.add(parameter.json()));
        return json;
    }
}
