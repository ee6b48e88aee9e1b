package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** A distinguished name as Private CA's API takes and shows it (API reference, ASN1Subject). */
public final class Subject {
    private static final Map<String, Part> PARTS = parts();

    private Subject() {}

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

    /** The name that a request asks for in its field. */
    public static X500Name name(JsonNode subject, String field) {
        subject.fieldNames().forEachRemaining(name -> {
            if (!PARTS.containsKey(name)) {
                throw invalid(field + "." + name + " is not served here.");
            }
        });
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        PARTS.forEach((attribute, part) -> {
            if (subject.hasNonNull(attribute)) {
                String value = subject.path(attribute).asText();
                if (value.isEmpty() || value.length() > part.maximum()) {
                    throw invalid(field + "." + attribute + " must have 1 to " + part.maximum() + " characters.");
                }
                name.addRDN(part.oid(), value);
            }
        });
        return name.build();
    }

    /** The name as an answer shows it. */
    public static ObjectNode json(X500Name name) {
        ObjectNode subject = Json.object();
        PARTS.forEach((attribute, part) -> {
            for (RDN rdn : name.getRDNs(part.oid())) {
                subject.put(attribute, IETFUtils.valueToString(rdn.getFirst().getValue()));
            }
        });
        return subject;
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidArgsException", message);
    }
}
