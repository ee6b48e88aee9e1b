package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.privateca.Pem;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** An imported CRL: the bytes as they came, and what they say. */
record Crl(Identity identity, String trustAnchorArn, Content content) implements Resources.Resource<Crl> {
    /** What ImportCrl and UpdateCrl take at most (API model). */
    static final int MAXIMUM = 300_000;

    /** The base64 of the API and the CRL in it. */
    record Content(String base64, X509CRL crl) {

        /** Reads crlData; it must be a PEM CRL that the trust anchor's CA signed. */
        static Content of(String base64, X509Certificate ca) {
            byte[] text;
            try {
                text = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw Refusal.validation("crlData is not base64");
            }
            if (text.length < 1 || text.length > MAXIMUM) {
                throw Refusal.validation(
                        "1 validation error detected: Value at 'crlData' failed to satisfy constraint: "
                                + "Member must have length between 1 and " + MAXIMUM);
            }
            byte[] der = Pem.read("X509 CRL", text).orElseThrow(() -> Refusal.validation("crlData is not a PEM CRL"));
            try {
                X509CRL crl = Certificates.parseCrl(der);
                if (!crl.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
                    throw Refusal.validation("The issuer of the CRL is not the CA of the trust anchor");
                }
                crl.verify(ca.getPublicKey());
                return new Content(base64, crl);
            } catch (GeneralSecurityException e) {
                throw Refusal.validation("The CRL is invalid: " + e.getMessage());
            }
        }

        /** Is the certificate of this CRL's issuer and listed in it? */
        boolean revokes(X509Certificate certificate) {
            return crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                    && crl.getRevokedCertificate(certificate.getSerialNumber()) != null;
        }
    }

    @Override
    public Crl with(Identity changed) {
        return new Crl(changed, trustAnchorArn, content);
    }

    Crl with(Content changed) {
        return new Crl(identity, trustAnchorArn, changed);
    }

    @Override
    public ObjectNode json() {
        return identity.json("crl").put("crlData", content.base64()).put("trustAnchorArn", trustAnchorArn);
    }
}
