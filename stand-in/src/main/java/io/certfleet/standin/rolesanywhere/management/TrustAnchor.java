package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** A trust anchor, and what its CA vouches for. */
public record TrustAnchor(Identity identity, Source source, NotificationSettings notifications)
        implements Resources.Resource<TrustAnchor> {
    private static final int DIGITAL_SIGNATURE = 0;

    @Override
    public TrustAnchor with(Identity changed) {
        return new TrustAnchor(changed, source, notifications);
    }

    TrustAnchor with(Source changed) {
        return new TrustAnchor(identity, changed, notifications);
    }

    TrustAnchor with(NotificationSettings changed) {
        return new TrustAnchor(identity, source, changed);
    }

    X509Certificate certificate() {
        return source.certificate();
    }

    /** The chain from the certificate to the one below the anchor; denied if there is none that is valid now. */
    public List<X509Certificate> chain(X509Certificate endEntity, List<X509Certificate> intermediates, Instant now) {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(endEntity);
            PKIXBuilderParameters parameters =
                    new PKIXBuilderParameters(Set.of(new java.security.cert.TrustAnchor(certificate(), null)), target);
            parameters.setRevocationEnabled(false); // Only imported CRLs count, see Crls.
            parameters.setDate(Date.from(now));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(intermediates)));
            return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates().stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertPathBuilderException e) {
            throw Refusal.untrusted();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("building a chain to " + identity.arn(), e);
        }
    }

    /** Denies what is not an end-entity certificate for authentication (user guide, "Signature validation"). */
    public static void checkEndEntity(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getVersion() != 3
                || certificate.getBasicConstraints() >= 0
                || usage == null
                || !usage[DIGITAL_SIGNATURE]
                || !certificate.getSigAlgName().matches("SHA(256|384|512).*")
                || certificate.getSubjectX500Principal().getName().isEmpty()) {
            throw Refusal.insufficient();
        }
    }

    @Override
    public ObjectNode json() {
        ObjectNode anchor = identity.json("trustAnchor");
        anchor.set("source", source.json());
        notifications.list(anchor.putArray("notificationSettings"));
        return anchor;
    }
}
