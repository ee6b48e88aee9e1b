package io.certfleet.standin.privateca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/**
 * The CA's complete CRL: each one signed has a higher number than the one before (RFC 5280 section 5.2.3), the milliseconds of
 * its time as in the example of Private CA's user guide.
 */
final class RevocationList {
    private final CaIdentity ca;
    private final Issuances issuances;
    private long number;
    private Instant previous = Instant.EPOCH;

    RevocationList(CaIdentity ca, Issuances issuances) {
        this.ca = ca;
        this.issuances = issuances;
    }

    /** The next CRL, in DER. */
    synchronized byte[] sign(Instant now, Duration lifetime) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(ca.certificate().getSubject(), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(lifetime)));
        // A revoked certificate stays "until the certificate expires, and then in one additional CRL" (API reference,
        // CrlConfiguration), so what counts is whether it was valid when the CRL before this one was made.
        for (Issuance revoked : issuances.revokedAndValidAt(previous.isBefore(now) ? previous : now)) {
            Issuance.Revocation revocation = revoked.revocation().orElseThrow();
            builder.addCRLEntry(revoked.serial(), Date.from(revocation.time()), revocation.reason());
        }
        number = Math.max(number + 1, now.toEpochMilli());
        previous = now;
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new BcX509ExtensionUtils()
                            .createAuthorityKeyIdentifier(ca.certificate().getSubjectPublicKeyInfo()));
            return builder.build(ca.signer(ca.signingAlgorithm())).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("signing CRL " + number, e);
        }
    }
}
