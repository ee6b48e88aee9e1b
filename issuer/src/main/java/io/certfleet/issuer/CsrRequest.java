package io.certfleet.issuer;

import io.certfleet.command.Line;
import io.certfleet.inventory.Host;
import io.certfleet.inventory.HostSettings;
import io.certfleet.inventory.HostState;
import java.util.List;

/**
 * What generate-csr is to do on one host.
 *
 * @param offline whether the host was not reached before
 */
record CsrRequest(String hostId, String rotationId, HostSettings settings, int attempt, boolean offline) {

    static CsrRequest of(Host host, String rotationId, HostSettings settings, int attempt) {
        return new CsrRequest(host.hostId(), rotationId, settings, attempt, host.state() == HostState.OFFLINE);
    }

    /** The host's line in the payload of generate-csr; the order of the fields is the document's. */
    Line line(String validation) {
        return new Line(
                hostId,
                offline,
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
