package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.Lifecycle.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import org.bouncycastle.cert.X509CertificateHolder;

/** One CA, and what its users do with it. */
public final class Authority {
    private final String arn;
    private final CaIdentity ca;
    private final CaState state;
    private final Surroundings around;
    private final Issuances issuances = new Issuances();
    private final Issuer issuer;
    private final Revoker revoker;

    Authority(String arn, CaConfiguration configuration, Lifecycle lifecycle, Surroundings around) {
        this.arn = arn;
        this.ca = CaIdentity.create(
                configuration.subject(), configuration.keyAlgorithm(), configuration.signingAlgorithm());
        this.state = new CaState(configuration, lifecycle);
        this.around = around;
        try {
            Files.createDirectories(around.file("certificates"));
        } catch (IOException e) {
            throw new UncheckedIOException("preparing the folder of " + arn, e);
        }
        Ledger ledger = new Ledger(around.file("ledger.jsonl"));
        CrlPublisher crl = new CrlPublisher(new RevocationList(ca, issuances), arn, state, around);
        this.issuer = new Issuer(this, issuances, ledger, crl, around);
        this.revoker = new Revoker(this, issuances, ledger, crl, around);
    }

    public String arn() {
        return arn;
    }

    /** Its key and its certificate. */
    public CaIdentity identity() {
        return ca;
    }

    /** What of it can change. */
    public CaState state() {
        return state;
    }

    Issuer issuer() {
        return issuer;
    }

    /** GetCertificateAuthorityCertificate. */
    ObjectNode certificate() {
        state.require(around.now(), "get the certificate of", Status.ACTIVE, Status.DISABLED);
        // A root CA has no chain.
        return Json.object().put("Certificate", ca.pem());
    }

    /** IssueCertificate. */
    ObjectNode issue(Call call) {
        return Json.object().put("CertificateArn", issuer.issue(call));
    }

    /** GetCertificate. */
    ObjectNode get(String certificateArn) {
        state.require(around.now(), "get certificates of", Status.PENDING_CERTIFICATE, Status.ACTIVE, Status.DISABLED);
        BigInteger serial = new BigInteger(certificateArn.substring(certificateArn.lastIndexOf('/') + 1), 16);
        Issuance issuance = issuances
                .find(serial)
                .filter(found -> found.arn().equals(certificateArn))
                .orElseThrow(() -> Authorities.notFound(certificateArn));
        if (issuance.failed()) {
            throw new AwsError(400, "RequestFailedException", "The issuance of " + issuance.arn() + " failed.");
        }
        byte[] der = issuance.der()
                .orElseThrow(() -> new AwsError(
                        400, "RequestInProgressException", "The certificate is still being issued: " + issuance.arn()));
        ObjectNode answer = Json.object().put("Certificate", Pem.of("CERTIFICATE", der));
        // Behind a self-signed certificate there is nothing.
        if (!ca.isOwn(serial) && ca.hasCertificate()) {
            answer.put("CertificateChain", ca.pem());
        }
        return answer;
    }

    /** RevokeCertificate. */
    void revoke(Call call) {
        state.require(around.now(), "revoke certificates of", Status.ACTIVE, Status.DISABLED);
        revoker.revoke(call);
    }

    /** Takes the certificate that it signs with from now on, where its state lets it. */
    public void install(X509CertificateHolder certificate) {
        state.imported(around.now());
        ca.install(certificate);
    }

    /** Takes another configuration, if it may write its CRL where that says. */
    public void configure(CaConfiguration changed) {
        changed.crl().ifPresent(crl -> crl.requireAccess(around.store(), arn));
        state.configure(changed);
    }
}
