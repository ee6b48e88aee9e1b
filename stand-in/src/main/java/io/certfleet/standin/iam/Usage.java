package io.certfleet.standin.iam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which of the grants were used. */
final class Usage {
    private final Set<Used> used = ConcurrentHashMap.newKeySet();

    private record Used(String caller, Grant grant) {}

    void add(String caller, Grant grant) {
        used.add(new Used(caller, grant));
    }

    /** What a role is allowed without need, and exemptions that do not hold. */
    List<String> findings(Collection<Role> roles) {
        List<String> findings = new ArrayList<>();
        for (Role role : roles) {
            if (role.mayEverything()) {
                continue;
            }
            String file = "infra/terraform/policies/" + role.caller() + ".yaml";
            for (Grant grant : role.grants()) {
                boolean wasUsed = used.contains(new Used(role.caller(), grant));
                if (!wasUsed && !role.exemptions().excuse(grant)) {
                    findings.add(role.caller() + " is allowed " + grant + ", which nothing used: remove it from " + file
                            + ", or say under " + Exemptions.NEVER + " why");
                }
                if (wasUsed && role.exemptions().isNever(grant)) {
                    findings.add(role.caller() + " used " + grant + ", which " + file + " exempts as not used: remove"
                            + " the exemption");
                }
            }
        }
        return findings;
    }
}
