package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** IssueCertificate's ApiPassthrough: subject and alternative names that the caller wants instead of the CSR's. */
record Passthrough(Optional<X500Name> subject, Optional<GeneralNames> alternativeNames) {
    static final Passthrough NOTHING = new Passthrough(Optional.empty(), Optional.empty());

    // Usages are the template's: "Extensions specified in the template always override extensions in the API."
    private static final Set<String> OVERRIDDEN = Set.of("KeyUsage", "ExtendedKeyUsage");
    /** What the call passes through under this template: nothing if the template is not an APIPassthrough one. */
    static Passthrough of(JsonNode apiPassthrough, Template template) {
        if (!template.apiPassthrough()) {
            return NOTHING;
        }
        JsonNode extensions = apiPassthrough.path("Extensions");
        extensions.fieldNames().forEachRemaining(name -> {
            if (!OVERRIDDEN.contains(name) && !name.equals("SubjectAlternativeNames")) {
                throw invalid("ApiPassthrough.Extensions." + name + " is not served here.");
            }
        });
        return new Passthrough(subject(apiPassthrough.path("Subject")), names(extensions));
    }

    private static Optional<X500Name> subject(JsonNode subject) {
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Subject.name(subject, "ApiPassthrough.Subject"));
    }

    private static Optional<GeneralNames> names(JsonNode extensions) {
        List<GeneralName> names = new ArrayList<>();
        for (JsonNode name : extensions.path("SubjectAlternativeNames")) {
            names.add(name(name));
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(new GeneralNames(names.toArray(GeneralName[]::new)));
    }

    private static GeneralName name(JsonNode name) {
        if (name.hasNonNull("DnsName")) {
            return new GeneralName(GeneralName.dNSName, name.path("DnsName").asText());
        }
        if (name.hasNonNull("UniformResourceIdentifier")) {
            return new GeneralName(
                    GeneralName.uniformResourceIdentifier,
                    name.path("UniformResourceIdentifier").asText());
        }
        if (name.hasNonNull("Rfc822Name")) {
            return new GeneralName(
                    GeneralName.rfc822Name, name.path("Rfc822Name").asText());
        }
        if (name.hasNonNull("IpAddress")) {
            return new GeneralName(GeneralName.iPAddress, name.path("IpAddress").asText());
        }
        throw invalid("This kind of subject alternative name is not served here: " + name + ".");
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidArgsException", message);
    }
}
