package io.certfleet.deployer;

import io.certfleet.command.Line;
import io.certfleet.rotation.HostSetting.Place;
import io.certfleet.rotation.HostSettings;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

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

    /** The host's line in the payload of install-certificate; the order of the fields is the document's. */
    Line line(String validation, long proofSpreadSeconds) {
        List<String> fields = new ArrayList<>();
        fields.add(rotationId);
        fields.addAll(settings.fields(Place.BOTH));
        fields.add(validation);
        fields.addAll(settings.fields(Place.INSTALL_CERTIFICATE));
        fields.addAll(List.of(Long.toString(proofSpreadSeconds), der()));
        return new Line(hostId, offline, fields);
    }

    private String der() {
        try {
            return Base64.getEncoder().encodeToString(certificate.x509().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was decoded has an encoding", e);
        }
    }
}
