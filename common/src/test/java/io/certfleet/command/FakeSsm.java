package io.certfleet.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.CommandPlugin;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsResponse;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.paginators.ListCommandInvocationsIterable;

/** Run Command: keeps what was sent, answers what the test says, and refuses ids and calls as Systems Manager does. */
public final class FakeSsm implements SsmClient {
    private final List<SendCommandRequest> commands = new ArrayList<>();
    private final Map<String, List<CommandInvocation>> answers = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> denied = new HashSet<>();
    private String failure = "";

    public RunCommand runCommand() {
        return new RunCommand(this, new CommandSettings() {
            @Override
            public Duration deliveryTimeout() {
                return Duration.ofMinutes(10);
            }

            @Override
            public Duration executionTimeout() {
                return Duration.ofMinutes(2);
            }
        });
    }

    /** A host that is not registered. */
    public void forget(String hostId) {
        unknown.add(hostId);
    }

    /** A host that our role may not reach. */
    public void deny(String hostId) {
        denied.add(hostId);
    }

    /** Every call fails with this error code; none does if it is empty. */
    public void fail(String errorCode) {
        failure = errorCode;
    }

    public void answer(String commandId, String hostId, String status, String details, String output) {
        answers.computeIfAbsent(commandId, _ -> new ArrayList<>())
                .add(CommandInvocation.builder()
                        .commandId(commandId)
                        .instanceId(hostId)
                        .documentName("certfleet-document")
                        .status(status)
                        .statusDetails(details)
                        .commandPlugins(CommandPlugin.builder().output(output).build())
                        .build());
    }

    public List<SendCommandRequest> commands() {
        return List.copyOf(commands);
    }

    /** A command's payload, as the script decodes it. */
    public List<String> payload(int command) {
        return new String(
                        Base64.getDecoder()
                                .decode(commands.get(command)
                                        .parameters()
                                        .get("payload")
                                        .getFirst()),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Override
    public SendCommandResponse sendCommand(SendCommandRequest request) {
        if (!failure.isEmpty()) {
            throw exception(failure);
        }
        if (request.instanceIds().stream().anyMatch(unknown::contains)) {
            throw InvalidInstanceIdException.builder()
                    .awsErrorDetails(details("InvalidInstanceId"))
                    .message("InvalidInstanceId")
                    .build();
        }
        if (request.instanceIds().stream().anyMatch(denied::contains)) {
            throw exception("AccessDeniedException");
        }
        commands.add(request);
        return SendCommandResponse.builder()
                .command(Command.builder()
                        .commandId("command-" + commands.size())
                        .build())
                .build();
    }

    private static SsmException exception(String errorCode) {
        return (SsmException) SsmException.builder()
                .awsErrorDetails(details(errorCode))
                .message(errorCode)
                .build();
    }

    private static AwsErrorDetails details(String errorCode) {
        return AwsErrorDetails.builder().errorCode(errorCode).build();
    }

    @Override
    public ListCommandInvocationsResponse listCommandInvocations(ListCommandInvocationsRequest request) {
        return ListCommandInvocationsResponse.builder()
                .commandInvocations(answers.getOrDefault(request.commandId(), List.of()).stream()
                        .filter(answer -> request.instanceId() == null
                                || request.instanceId().equals(answer.instanceId()))
                        .toList())
                .build();
    }

    @Override
    public ListCommandInvocationsIterable listCommandInvocationsPaginator(ListCommandInvocationsRequest request) {
        return new ListCommandInvocationsIterable(this, request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
