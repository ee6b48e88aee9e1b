package io.certfleet.local.authority;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.local.door.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** IssueCertificate's ApiPassthrough: subject and alternative names that the caller wants instead of the CSR's. */
record Passthrough(Optional<X500Name> subject, Optional<GeneralNames> alternativeNames) {
    static final Passthrough NOTHING = new Passthrough(Optional.empty(), Optional.empty());

    // Usages are the template's: "Extensions specified in the template always override extensions in the API."
    private static final Set<String> OVERRIDDEN = Set.of("KeyUsage", "ExtendedKeyUsage");
    private static final Map<String, Part> PARTS = parts();

    private record Part(ASN1ObjectIdentifier oid, int maximum) {}

    private static Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("Country", new Part(BCStyle.C, 2));
        parts.put("Organization", new Part(BCStyle.O, 64));
        parts.put("OrganizationalUnit", new Part(BCStyle.OU, 64));
        parts.put("DistinguishedNameQualifier", new Part(BCStyle.DN_QUALIFIER, 64));
        parts.put("State", new Part(BCStyle.ST, 128));
        parts.put("CommonName", new Part(BCStyle.CN, 64));
        parts.put("SerialNumber", new Part(BCStyle.SERIALNUMBER, 64));
        parts.put("Locality", new Part(BCStyle.L, 128));
        parts.put("Title", new Part(BCStyle.T, 64));
        parts.put("Surname", new Part(BCStyle.SURNAME, 40));
        parts.put("GivenName", new Part(BCStyle.GIVENNAME, 16));
        parts.put("Initials", new Part(BCStyle.INITIALS, 5));
        parts.put("Pseudonym", new Part(BCStyle.PSEUDONYM, 128));
        parts.put("GenerationQualifier", new Part(BCStyle.GENERATION, 3));
        return parts;
    }

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
        subject.fieldNames().forEachRemaining(name -> {
            if (!PARTS.containsKey(name)) {
                throw invalid("ApiPassthrough.Subject." + name + " is not served here.");
            }
        });
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        PARTS.forEach((field, part) -> {
            if (subject.hasNonNull(field)) {
                String value = subject.path(field).asText();
                if (value.isEmpty() || value.length() > part.maximum()) {
                    throw invalid(
                            "ApiPassthrough.Subject." + field + " must have 1 to " + part.maximum() + " characters.");
                }
                name.addRDN(part.oid(), value);
            }
        });
        return Optional.of(name.build());
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
