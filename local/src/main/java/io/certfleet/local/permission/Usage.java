package io.certfleet.local.permission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which of the allowed actions were used. */
final class Usage {
    private final Set<Used> used = ConcurrentHashMap.newKeySet();

    private record Used(String caller, String action) {}

    void add(String caller, String action) {
        used.add(new Used(caller, action));
    }

    /** What a role is allowed without need, and marks that are not true. */
    List<String> findings(Collection<Role> roles) {
        List<String> findings = new ArrayList<>();
        for (Role role : roles) {
            if (role.mayEverything()) {
                continue;
            }
            String file = "infra/terraform/policies/" + role.caller() + ".yaml";
            for (String action : role.allowedActions()) {
                boolean wasUsed = used.contains(new Used(role.caller(), action));
                boolean marked = role.notUsedLocally().containsKey(action);
                if (!wasUsed && !marked) {
                    findings.add(role.caller() + " is allowed " + action + ", which nothing used: remove it from "
                            + file + ", or say under NotUsedLocally why");
                }
                if (wasUsed && marked) {
                    findings.add(role.caller() + " used " + action + ", which " + file
                            + " marks as not used: remove the mark");
                }
            }
        }
        return findings;
    }
}
