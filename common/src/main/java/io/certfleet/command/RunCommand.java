package io.certfleet.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.CommandPlugin;
import software.amazon.awssdk.services.ssm.model.DocumentHashType;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/** Systems Manager Run Command in two verbs: send one of our documents to many hosts, and read what they answered. */
@ApplicationScoped
public class RunCommand {
    /** The largest payload, in characters of base64: SSM documents parameters included hold 64 KB. */
    public static final int LARGEST_PAYLOAD = 48 * 1024;
    /** SendCommand takes at most 50 InstanceIds (Systems Manager API reference). */
    public static final int MOST_HOSTS = 50;

    private final SsmClient ssm;
    private final CommandSettings settings;

    RunCommand(SsmClient ssm, CommandSettings settings) {
        this.ssm = ssm;
        this.settings = settings;
    }

    /**
     * Sends the document to the hosts, as few commands as limits allow. An id that Systems Manager refuses is found by
     * halving and answered as refused; the others are served. Where every single one of several is denied, nobody can tell
     * nodes without the tag from a role without the permission: they are answered as doubted.
     *
     * @param head lines of the payload that every host reads
     * @param mostHosts at most this many to a command
     */
    public Sent send(Document document, List<String> head, List<Line> lines, int mostHosts) {
        Map<String, String> commandIds = new HashMap<>();
        Map<String, String> refused = new HashMap<>();
        Map<String, String> denied = new HashMap<>();
        for (List<Line> part : parts(head, lines, mostHosts)) {
            send(document, head, part, commandIds, refused, denied);
        }
        if (commandIds.isEmpty() && denied.size() > 1) {
            return new Sent(commandIds, refused, denied);
        }
        refused.putAll(denied);
        return new Sent(commandIds, refused, Map.of());
    }

    private void send(
            Document document,
            List<String> head,
            List<Line> lines,
            Map<String, String> commandIds,
            Map<String, String> refused,
            Map<String, String> denied) {
        try {
            String commandId =
                    ssm.sendCommand(request(document, head, lines)).command().commandId();
            lines.forEach(line -> commandIds.put(line.hostId(), commandId));
        } catch (AwsServiceException e) {
            if (!concernsAnId(e)) {
                throw e;
            }
            if (lines.size() > 1) {
                int half = lines.size() / 2;
                send(document, head, lines.subList(0, half), commandIds, refused, denied);
                send(document, head, lines.subList(half, lines.size()), commandIds, refused, denied);
                return;
            }
            String hostId = lines.getFirst().hostId();
            if (isAccessDenied(e)) {
                denied.put(hostId, e.getMessage() + ": does the node carry the tag?");
                return;
            }
            refused.put(
                    hostId,
                    "Systems Manager does not know this node (" + errorCode(e)
                            + "): is it registered, and does it carry the tag?");
        }
    }

    private static boolean concernsAnId(AwsServiceException e) {
        return e instanceof InvalidInstanceIdException || isAccessDenied(e);
    }

    private static boolean isAccessDenied(AwsServiceException e) {
        return errorCode(e).startsWith("AccessDenied");
    }

    private static String errorCode(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(details -> Optional.ofNullable(details.errorCode()).orElse(""))
                .orElse("");
    }

    private SendCommandRequest request(Document document, List<String> head, List<Line> lines) {
        return SendCommandRequest.builder()
                .documentName(document.name())
                .documentVersion(document.version())
                .documentHash(document.hash())
                .documentHashType(DocumentHashType.SHA256)
                .instanceIds(lines.stream().map(Line::hostId).toList())
                .timeoutSeconds(Math.toIntExact(settings.deliveryTimeout().toSeconds()))
                .parameters(Map.of(
                        "payload", List.of(payload(head, lines)),
                        "executionTimeout",
                                List.of(Long.toString(
                                        settings.executionTimeout().toSeconds()))))
                // MaxErrors is 0 by default: one failing host would keep the command from all others.
                .maxErrors("100%")
                .maxConcurrency("100%")
                .build();
    }

    /** Cuts lines into commands of at most so many hosts and at most the largest payload. */
    static List<List<Line>> parts(List<String> head, List<Line> lines, int mostHosts) {
        List<List<Line>> parts = new ArrayList<>();
        List<Line> part = new ArrayList<>();
        for (Line line : lines) {
            part.add(line);
            if (part.size() > mostHosts || payload(head, part).length() > LARGEST_PAYLOAD) {
                part.removeLast();
                if (part.isEmpty()) {
                    throw new IllegalArgumentException("the payload of " + line.hostId() + " alone is larger than "
                            + LARGEST_PAYLOAD + " characters");
                }
                parts.add(List.copyOf(part));
                part.clear();
                part.add(line);
            }
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }

    private static String payload(List<String> head, List<Line> lines) {
        StringBuilder text = new StringBuilder();
        head.forEach(line -> text.append(line).append('\n'));
        lines.forEach(line -> text.append(line.text()).append('\n'));
        return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** All hosts' answers to a command, up to 50 to a call; without the hosts that Systems Manager has nothing of. */
    public Map<String, Invocation> answers(String commandId) {
        Map<String, Invocation> answers = new HashMap<>();
        ssm.listCommandInvocationsPaginator(
                        request -> request.commandId(commandId).details(true).maxResults(MOST_HOSTS))
                .commandInvocations()
                .forEach(invocation -> answers.put(invocation.instanceId(), invocation(invocation)));
        return answers;
    }

    /** One host's answer to a command; empty if Systems Manager has none. */
    public Optional<Invocation> answer(String commandId, String hostId) {
        return ssm
                .listCommandInvocations(request ->
                        request.commandId(commandId).instanceId(hostId).details(true))
                .commandInvocations()
                .stream()
                .findFirst()
                .map(RunCommand::invocation);
    }

    private static Invocation invocation(CommandInvocation invocation) {
        String details = Optional.ofNullable(invocation.statusDetails()).orElse("");
        return new Invocation(
                invocation.commandId(),
                invocation.instanceId(),
                invocation.documentName(),
                outcome(invocation.statusAsString(), details),
                details,
                invocation.commandPlugins().stream()
                        .map(CommandPlugin::output)
                        .filter(output -> output != null)
                        .findFirst()
                        .orElse(""));
    }

    /** Statuses and details: Systems Manager user guide, "Understanding command statuses". */
    private static Invocation.Outcome outcome(String status, String details) {
        return switch (status == null ? "" : status) {
            case "Success" -> Invocation.Outcome.SUCCEEDED;
            case "Pending", "InProgress", "Delayed", "Cancelling" -> Invocation.Outcome.UNDER_WAY;
            default ->
                switch (details.replace(" ", "")) {
                    // Terminated, RateExceeded: never sent, because of the command's other hosts or of the account.
                    case "DeliveryTimedOut", "Undeliverable", "Terminated", "RateExceeded" ->
                        Invocation.Outcome.UNREACHABLE;
                    default -> Invocation.Outcome.FAILED;
                };
        };
    }
}
