package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.operator.Rows;
import io.certfleet.drill.watch.Watch;
import io.certfleet.standin.fleet.SimulatedHost;
import java.nio.file.Path;
import java.util.Optional;

/** A host of the fleet with what its row says about it. */
record EnrolledHost(SimulatedHost machine, HostPaths paths, Optional<String> keyAlgorithm) {

    /** A host whose row holds nothing but its id. */
    static EnrolledHost plain(SimulatedHost machine) {
        return new EnrolledHost(machine, HostPaths.standard(), Optional.empty());
    }

    String id() {
        return machine.id();
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
        return machine.files().path("/var/lib/certfleet/current");
    }

    /** The watch over its certificate and key. */
    Watch watch() {
        return new Watch(id(), current(), paths.certificate(machine), paths.key(machine));
    }
}
