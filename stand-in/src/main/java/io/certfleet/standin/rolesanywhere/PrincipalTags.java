package io.certfleet.standin.rolesanywhere;

import io.certfleet.standin.rolesanywhere.management.Refusal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * What of a certificate becomes tags of its session: "all relative distinguished names from the certificate's subject and
 * issuer, along with the first value of the DNS, directory name and URI from its SAN" (user guide, "Default mapping
 * behavior"); several of one type are joined by a slash.
 */
final class PrincipalTags {
    private static final int DNS = 2;
    private static final int DIRECTORY = 4;
    private static final int URI = 6;

    private PrincipalTags() {}

    /** The tags by their keys, for example {@code x509Subject/CN}. */
    static Map<String, String> of(X509Certificate certificate) {
        Map<String, String> tags = new LinkedHashMap<>();
        names(
                tags,
                "x509Subject/",
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
        names(
                tags,
                "x509Issuer/",
                X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()));
        for (List<?> alternative : alternatives(certificate)) {
            String value = alternative.get(1).toString();
            switch ((Integer) alternative.getFirst()) {
                case DNS -> tags.putIfAbsent("x509SAN/DNS", value);
                case URI -> tags.putIfAbsent("x509SAN/URI", value);
                case DIRECTORY -> {
                    if (tags.keySet().stream().noneMatch(tag -> tag.startsWith("x509SAN/Name/"))) {
                        names(tags, "x509SAN/Name/", new X500Name(BCStyle.INSTANCE, value));
                    }
                }
                default -> {
                    // The others are not mapped.
                }
            }
        }
        return tags;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            throw Refusal.insufficient();
        }
    }

    private static void names(Map<String, String> tags, String prefix, X500Name name) {
        for (RDN rdn : name.getRDNs()) {
            for (var part : rdn.getTypesAndValues()) {
                String type = BCStyle.INSTANCE.oidToDisplayName(part.getType());
                tags.merge(
                        prefix + (type == null ? part.getType().getId() : type.toUpperCase(Locale.ROOT)),
                        part.getValue() instanceof ASN1String text
                                ? text.getString()
                                : part.getValue().toString(),
                        (first, next) -> first + "/" + next);
            }
        }
    }
}
