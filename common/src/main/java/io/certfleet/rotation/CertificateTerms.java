package io.certfleet.rotation;

import io.certfleet.table.Attributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the CA is asked for, beside the key: frozen at the claim, so that a change of the settings meets no certificate that
 * is on its way.
 */
public record CertificateTerms(
        String commonName, Optional<String> organization, Optional<String> organizationalUnit, Duration validity) {

    static Optional<CertificateTerms> read(Attributes terms) {
        Optional<String> commonName = terms.required("commonName", terms.text("commonName"));
        Optional<Duration> validity = terms.required("validity", terms.duration("validity"));
        Optional<String> organization = terms.text("organization");
        Optional<String> organizationalUnit = terms.text("organizationalUnit");
        return commonName.isPresent() && validity.isPresent()
                ? Optional.of(new CertificateTerms(commonName.get(), organization, organizationalUnit, validity.get()))
                : Optional.empty();
    }

    /** As attributes, for the row. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("commonName", commonName);
        organization.ifPresent(name -> attributes.put("organization", name));
        organizationalUnit.ifPresent(name -> attributes.put("organizationalUnit", name));
        attributes.put("validity", validity.toString());
        return attributes;
    }
}
