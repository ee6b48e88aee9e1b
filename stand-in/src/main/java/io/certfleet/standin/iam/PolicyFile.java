package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.certfleet.standin.terraform.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A file of {@code infra/terraform/policies}, rendered as Terraform does. */
final class PolicyFile {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> ELEMENTS = Set.of("Statement", Exemptions.NEVER, Exemptions.SOMETIMES);

    private PolicyFile() {}

    static JsonNode read(Path file, Map<String, String> variables) {
        try {
            JsonNode document = YAML.readTree(Template.render(file.toString(), Files.readString(file), variables));
            document.fieldNames().forEachRemaining(element -> {
                if (!ELEMENTS.contains(element)) {
                    throw new IllegalArgumentException(file + " has an element that is not known: " + element);
                }
            });
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException("reading the policy " + file, e);
        }
    }
}
