package io.certfleet.deployer;

import io.certfleet.command.Line;
import io.certfleet.rotation.HostSettings;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What install-certificate is to do on one host.
 *
 * @param offline whether the host was not reached before
 */
record Installation(
        String hostId,
        String rotationId,
        int attempt,
        boolean offline,
        HostSettings settings,
        IssuedCertificate certificate) {

    /** What install-certificate reads for this host. */
    Line line() {
        Map<String, String> values = new HashMap<>(settings.attributes());
        values.put("rotationId", rotationId);
        values.put("certificate", der());
        return new Line(hostId, offline, values);
    }

    private String der() {
        try {
            return Base64.getEncoder().encodeToString(certificate.x509().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was decoded has an encoding", e);
        }
    }
}
