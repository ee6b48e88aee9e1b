package io.certfleet.standin.privateca;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** A certificate that the CA has promised. */
sealed interface ToBeSigned permits EndEntity, RootCertificate {

    BigInteger serial();

    ValidityPeriod validity();

    /** Signs it; the CRL's address comes from the CA's configuration. */
    X509CertificateHolder sign(CaIdentity ca, Optional<String> crlAddress);

    /** Does a CRL list it once it is revoked? */
    boolean onCrl();
}
