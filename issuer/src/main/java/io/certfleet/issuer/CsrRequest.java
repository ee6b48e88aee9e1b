package io.certfleet.issuer;

import io.certfleet.command.Line;
import io.certfleet.inventory.HostSettings;
import java.util.List;

/** What generate-csr is to do on one host. */
record CsrRequest(String hostId, String rotationId, HostSettings settings, int attempt) {

    /** The host's line in the payload of generate-csr; the order of the fields is the document's. */
    Line line(String validation) {
        return new Line(
                hostId,
                List.of(
                        rotationId,
                        settings.keyAlgorithm(),
                        settings.certPath(),
                        settings.keyPath(),
                        settings.csrPath(),
                        settings.cacertPath(),
                        settings.signinghelperPath(),
                        settings.owner(),
                        settings.unitField(),
                        validation));
    }
}
