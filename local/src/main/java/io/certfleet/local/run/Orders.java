package io.certfleet.local.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import java.util.List;

/** The messages that an operator sends to the check queue. */
final class Orders {
    private Orders() {}

    static ObjectNode sweep() {
        return Json.object().put("type", "sweep");
    }

    static ObjectNode rotate(List<Member> members, String reason) {
        ObjectNode order = Json.object().put("type", "rotate").put("reason", reason);
        var ids = order.putArray("hostIds");
        members.forEach(member -> ids.add(member.id()));
        return order;
    }

    /** Of hosts that are revoked. */
    static ObjectNode readmit(List<Member> members, String reason) {
        return rotate(members, reason).put("readmit", true);
    }

    static ObjectNode revoke(Member member, String reason) {
        return Json.object().put("type", "revoke").put("hostId", member.id()).put("reason", reason);
    }
}
