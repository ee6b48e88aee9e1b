package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.util.List;

/** The messages that an operator sends to the check queue. */
final class Requests {
    private Requests() {}

    static ObjectNode sweep() {
        return Json.object().put("type", "sweep");
    }

    static ObjectNode rotate(List<EnrolledHost> hosts, String reason) {
        ObjectNode request = Json.object().put("type", "rotate").put("reason", reason);
        var ids = request.putArray("hostIds");
        hosts.forEach(host -> ids.add(host.id()));
        return request;
    }

    /** Of hosts that are revoked. */
    static ObjectNode readmit(List<EnrolledHost> hosts, String reason) {
        return rotate(hosts, reason).put("readmit", true);
    }

    static ObjectNode revoke(EnrolledHost host, String reason) {
        return Json.object().put("type", "revoke").put("hostId", host.id()).put("reason", reason);
    }
}
