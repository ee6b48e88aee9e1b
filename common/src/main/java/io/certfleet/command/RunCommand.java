package io.certfleet.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.CommandPlugin;
import software.amazon.awssdk.services.ssm.model.DocumentHashType;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/** Systems Manager Run Command in two verbs: send one of our documents to many hosts, and read what they answered. */
@ApplicationScoped
public class RunCommand {
    /** SendCommand takes at most 50 InstanceIds (Systems Manager API reference). */
    public static final int MOST_HOSTS = 50;

    private final SsmClient ssm;
    private final CommandSettings settings;

    RunCommand(SsmClient ssm, CommandSettings settings) {
        this.ssm = ssm;
        this.settings = settings;
    }

    /**
     * Sends the document to the hosts, as few commands as limits allow. An id that Systems Manager refuses is found, and
     * the others are served; what was sent is answered as sent even if a later call fails. Hosts that were not reached
     * before have commands of their own, which wait longer.
     *
     * @param head what every host reads, by name
     * @param mostHosts at most this many to a command
     */
    public Sent send(Document document, Map<String, String> head, List<Line> lines, int mostHosts) {
        Sending sending = new Sending(
                part -> ssm.sendCommand(request(document, head, part)).command().commandId(), new PingStatuses(ssm));
        Map<Boolean, List<Line>> byOffline = lines.stream().collect(Collectors.partitioningBy(Line::offline));
        for (List<Line> some : List.of(byOffline.get(false), byOffline.get(true))) {
            for (List<Line> part : Payload.parts(head, some, mostHosts)) {
                if (Payload.isTooLarge(head, part)) {
                    sending.refuse(part.getFirst(), "its payload is larger than " + Payload.LARGEST + " characters");
                } else {
                    sending.send(part);
                }
            }
        }
        return sending.sent();
    }

    /** From sending until Systems Manager gives up; longer for a host that was not reached before. */
    public Duration until(boolean offline) {
        return settings.until(offline);
    }

    private SendCommandRequest request(Document document, Map<String, String> head, List<Line> lines) {
        Duration delivery = lines.getFirst().offline() ? settings.offlineDeliveryTimeout() : settings.deliveryTimeout();
        return SendCommandRequest.builder()
                .documentName(document.name())
                .documentVersion(document.version())
                .documentHash(document.hash())
                .documentHashType(DocumentHashType.SHA256)
                .instanceIds(lines.stream().map(Line::hostId).toList())
                .timeoutSeconds(Math.toIntExact(delivery.toSeconds()))
                .parameters(Map.of(
                        "payload", List.of(Payload.text(head, lines)),
                        "executionTimeout",
                                List.of(Long.toString(
                                        settings.executionTimeout().toSeconds()))))
                // MaxErrors is 0 by default: one failing host would keep the command from all others.
                .maxErrors("100%")
                .maxConcurrency("100%")
                .build();
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

    /**
     * An answer with its output in full: ListCommandInvocations has 2,500 characters of both streams, GetCommandInvocation
     * 24,000 of standard output and 8,000 of standard error (Systems Manager API reference).
     */
    Invocation whole(Invocation cut) {
        GetCommandInvocationResponse response = ssm.getCommandInvocation(
                request -> request.commandId(cut.commandId()).instanceId(cut.hostId()));
        return cut.with(new Output(
                Optional.ofNullable(response.standardOutputContent()).orElse(""),
                Optional.ofNullable(response.standardErrorContent()).orElse("")));
    }

    private static Invocation invocation(CommandInvocation invocation) {
        String details = Optional.ofNullable(invocation.statusDetails()).orElse("");
        Optional<CommandPlugin> plugin = invocation.commandPlugins().stream().findFirst();
        Output output = Output.joined(plugin.map(CommandPlugin::output).orElse(""));
        return new Invocation(
                invocation.commandId(),
                invocation.instanceId(),
                Optional.ofNullable(invocation.requestedDateTime()).orElse(Instant.EPOCH),
                new Invocation.Ending(
                        InvocationStatus.outcome(invocation.statusAsString(), details, output),
                        details,
                        plugin.map(CommandPlugin::responseCode).orElse(-1)),
                output);
    }
}
