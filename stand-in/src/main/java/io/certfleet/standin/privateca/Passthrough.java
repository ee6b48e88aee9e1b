package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/** IssueCertificate's ApiPassthrough, of which the subject is served. */
final class Passthrough {
    // Usages are the template's: "Extensions specified in the template always override extensions in the API."
    private static final Set<String> OVERRIDDEN = Set.of("KeyUsage", "ExtendedKeyUsage");

    private Passthrough() {}

    /** The subject that the caller wants in place of the CSR's, if the template is an APIPassthrough one. */
    static Optional<X500Name> subject(JsonNode apiPassthrough, Template template) {
        if (!template.apiPassthrough()) {
            return Optional.empty();
        }
        apiPassthrough.path("Extensions").fieldNames().forEachRemaining(name -> {
            if (!OVERRIDDEN.contains(name)) {
                throw new AwsError(
                        400, "InvalidArgsException", "ApiPassthrough.Extensions." + name + " is not served here.");
            }
        });
        JsonNode subject = apiPassthrough.path("Subject");
        return subject.isEmpty() ? Optional.empty() : Optional.of(Subject.name(subject, "ApiPassthrough.Subject"));
    }
}
