package io.certfleet.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.MaxDocumentSizeExceededException;

/**
 * One document on its way to several hosts. What was sent stays sent, whatever becomes of the rest: a call that fails for
 * no host's reason ends the sending, and the hosts whose turn did not come are answered as unsent.
 */
final class Sending {
    private static final Logger LOG = Logger.getLogger(Sending.class);
    private static final String ONLINE = "Online";

    private final Function<List<Line>, String> command;
    private final PingStatuses pings;
    private final Map<String, String> commandIds = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Map<String, String> denied = new HashMap<>();
    private final Map<String, String> offline = new HashMap<>();
    private final Map<String, String> unsent = new HashMap<>();
    private Optional<String> stopped = Optional.empty();

    /** With {@code command} one command for some hosts is sent; it answers its id. */
    Sending(Function<List<Line>, String> command, PingStatuses pings) {
        this.command = command;
        this.pings = pings;
    }

    /** Where every single one of several is denied, nobody can tell nodes without the tag from a role without the right. */
    Sent sent() {
        if (commandIds.isEmpty() && denied.size() > 1) {
            return new Sent(commandIds, refused, denied, offline, unsent);
        }
        Map<String, String> all = new HashMap<>(refused);
        all.putAll(denied);
        return new Sent(commandIds, all, Map.of(), offline, unsent);
    }

    /** Says of a host that nothing can be sent to it. */
    void refuse(Line line, String why) {
        refused.put(line.hostId(), why);
    }

    void send(List<Line> lines) {
        if (stopped.isPresent()) {
            lines.forEach(line -> unsent.put(line.hostId(), stopped.get()));
            return;
        }
        try {
            String commandId = command.apply(lines);
            lines.forEach(line -> commandIds.put(line.hostId(), commandId));
        } catch (InvalidInstanceIdException e) {
            withoutInvalid(lines);
        } catch (MaxDocumentSizeExceededException e) {
            halve(lines, line -> refuse(line, "Systems Manager takes no payload of this size: " + e.getMessage()));
        } catch (AwsServiceException e) {
            if (isAccessDenied(e)) {
                halve(lines, line -> denied.put(line.hostId(), e.getMessage() + ": does the node carry the tag?"));
            } else {
                stop(lines, e);
            }
        } catch (SdkException e) {
            stop(lines, e);
        }
    }

    /** The others would fare no better now: they are throttled, or Systems Manager does not answer. */
    private void stop(List<Line> lines, SdkException e) {
        LOG.errorf(e, "not sent hosts=%d sent=%d reason=%s", lines.size(), commandIds.size(), e.getMessage());
        stopped = Optional.of(String.valueOf(e.getMessage()));
        send(lines);
    }

    private interface Refusal {
        void of(Line line);
    }

    private void halve(List<Line> lines, Refusal refusal) {
        if (lines.size() == 1) {
            refusal.of(lines.getFirst());
            return;
        }
        int half = lines.size() / 2;
        send(lines.subList(0, half));
        send(lines.subList(half, lines.size()));
    }

    /**
     * Some id is not valid. Hosts that have one ping status are tried together: of those whose agent does not run it is
     * the same reason for all; among those that are online or unknown the one is found by halving.
     */
    private void withoutInvalid(List<Line> lines) {
        Map<String, List<Line>> byPing;
        try {
            pings.ask(lines.stream().map(Line::hostId).toList());
            byPing = lines.stream()
                    .collect(Collectors.groupingBy(line -> ping(line).orElse("")));
        } catch (SdkException e) {
            stop(lines, e);
            return;
        }
        if (byPing.size() > 1) {
            byPing.values().forEach(this::send);
            return;
        }
        String ping = byPing.keySet().iterator().next();
        if (ping.isEmpty()) {
            halve(
                    lines,
                    line -> refuse(
                            line,
                            "Systems Manager does not know this node (InvalidInstanceId): is it registered, and does it carry"
                                    + " the tag?"));
        } else if (ping.equals(ONLINE)) {
            halve(lines, this::isOffline);
        } else {
            lines.forEach(this::isOffline);
        }
    }

    private void isOffline(Line line) {
        offline.put(
                line.hostId(),
                "InvalidInstanceId, ping status " + ping(line).orElse("unknown") + ": its agent does not run");
    }

    private Optional<String> ping(Line line) {
        return pings.of(line.hostId());
    }

    private static boolean isAccessDenied(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(details -> Optional.ofNullable(details.errorCode()).orElse(""))
                .filter(code -> code.startsWith("AccessDenied"))
                .isPresent();
    }
}
