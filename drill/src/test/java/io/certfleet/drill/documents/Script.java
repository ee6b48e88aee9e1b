package io.certfleet.drill.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.certfleet.standin.runcommand.management.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A document's script, taken from the YAML as the agent takes it. */
enum Script {
    GENERATE_CSR("generate-csr"),
    INSTALL_CERTIFICATE("install-certificate");

    private static final Path FOLDER = Path.of("").toAbsolutePath().resolveSibling("infra/terraform/documents");

    private final String name;

    Script(String name) {
        this.name = name;
    }

    /** What a host must get: the two files as they are. */
    String files() throws IOException {
        return Files.readString(FOLDER.resolve("lib.sh")) + Files.readString(FOLDER.resolve(name + ".sh"));
    }

    /** The document's content, as it is deployed. */
    String document() {
        try {
            return Documents.content(FOLDER, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that the agent writes into its script file, before parameters are put in. */
    String text() {
        try {
            JsonNode inputs = new YAMLMapper()
                    .readTree(document())
                    .path("mainSteps")
                    .path(0)
                    .path("inputs");
            return inputs.path("runCommand").valueStream().map(JsonNode::asText).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script with its parameters put in as text. */
    String with(String payload, String executionTimeout) {
        return text().replace("{{ payload }}", payload).replace("{{ executionTimeout }}", executionTimeout);
    }
}
