package io.certfleet.command;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;

/**
 * What Systems Manager knows of nodes whose command it refused: SendCommand answers InvalidInstanceId for an id that it
 * has never heard of and, by its API reference, also where "SSM Agent isn't running".
 */
final class PingStatuses {
    /** DescribeInstanceInformation's filter InstanceIds takes at most 50 values, and no tag filter beside it. */
    private static final int MOST_IDS = 50;

    private final SsmClient ssm;
    private final Map<String, String> known = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    PingStatuses(SsmClient ssm) {
        this.ssm = ssm;
    }

    /** A node's PingStatus: Online, ConnectionLost or Inactive; empty if Systems Manager does not know the node. */
    Optional<String> of(String hostId) {
        ask(List.of(hostId));
        return Optional.ofNullable(known.get(hostId));
    }

    /** Asks for those that were not asked for yet. */
    void ask(Collection<String> hostIds) {
        List<String> open = hostIds.stream().filter(asked::add).toList();
        for (int from = 0; from < open.size(); from += MOST_IDS) {
            List<String> ids = open.subList(from, Math.min(open.size(), from + MOST_IDS));
            for (InstanceInformation node :
                    ssm.describeInstanceInformationPaginator(request(ids)).instanceInformationList()) {
                known.put(node.instanceId(), node.pingStatusAsString());
            }
        }
    }

    private static DescribeInstanceInformationRequest request(List<String> ids) {
        return DescribeInstanceInformationRequest.builder()
                .filters(InstanceInformationStringFilter.builder()
                        .key("InstanceIds")
                        .values(ids)
                        .build())
                .maxResults(MOST_IDS)
                .build();
    }
}
