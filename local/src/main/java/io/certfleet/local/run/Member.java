package io.certfleet.local.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.fleet.SimulatedHost;
import java.nio.file.Path;
import java.util.Optional;

/** A host of the fleet with what its row says about it. */
record Member(SimulatedHost host, HostPaths paths, Optional<String> keyAlgorithm) {

    /** A host whose row holds nothing but its id. */
    static Member plain(SimulatedHost host) {
        return new Member(host, HostPaths.standard(), Optional.empty());
    }

    String id() {
        return host.id();
    }

    /** Its row as an operator enters it. */
    ObjectNode item() {
        ObjectNode item = Rows.item(id());
        paths.put(item);
        keyAlgorithm.ifPresent(algorithm -> item.putObject("keyAlgorithm").put("S", algorithm));
        return item;
    }

    /** The link that is renamed when it switches. */
    Path current() {
        return host.files().path("/var/lib/certfleet/current");
    }

    /** The watch over its certificate and key. */
    Watch watch() {
        return new Watch(id(), current(), paths.certificate(host), paths.key(host));
    }
}
