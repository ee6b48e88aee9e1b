package io.certfleet.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationResponse;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsResponse;
import software.amazon.awssdk.services.ssm.model.MaxDocumentSizeExceededException;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.paginators.DescribeInstanceInformationIterable;
import software.amazon.awssdk.services.ssm.paginators.ListCommandInvocationsIterable;

/** Run Command: keeps what was sent, answers what the test says, and refuses ids and calls as Systems Manager does. */
public final class FakeSsm implements SsmClient {
    private final List<SendCommandRequest> commands = new ArrayList<>();
    private final Map<String, List<CommandInvocation>> answers = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> denied = new HashSet<>();
    private final Map<String, String> pings = new HashMap<>();
    private final Map<String, GetCommandInvocationResponse> whole = new HashMap<>();
    private String failure = "";
    private int failsAfter;
    private int mostHosts = Integer.MAX_VALUE;
    private int described;
    // Later than any step of a test: what was sent before its step says so itself.
    private Instant requestedAt = Instant.parse("2100-01-01T00:00:00Z");

    public RunCommand runCommand() {
        return new RunCommand(this, new CommandSettings() {
            @Override
            public Duration deliveryTimeout() {
                return Duration.ofMinutes(10);
            }

            @Override
            public Duration offlineDeliveryTimeout() {
                return Duration.ofHours(1);
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

    /** Nothing is denied any more. */
    public void allow() {
        denied.clear();
    }

    /** A host that is registered and whose agent does not run: it has this ping status, and commands for it are refused. */
    public void refuse(String hostId, String pingStatus) {
        pings.put(hostId, pingStatus);
    }

    /** Every call fails with this error code; none does if it is empty. */
    public void fail(String errorCode) {
        failAfter(0, errorCode);
    }

    /** The same after so many commands were sent. */
    public void failAfter(int commandsSent, String errorCode) {
        failure = errorCode;
        failsAfter = commandsSent;
    }

    /** A command for more hosts is too large. */
    public void takeAtMost(int hosts) {
        mostHosts = hosts;
    }

    /** How often DescribeInstanceInformation was called. */
    public int described() {
        return described;
    }

    /** When the commands were sent whose answers are told from now on. */
    public void requestedAt(Instant time) {
        requestedAt = time;
    }

    /** What GetCommandInvocation has of an answer. */
    public void answerInFull(String commandId, String hostId, String standardOutput, String standardError) {
        whole.put(
                commandId + hostId,
                GetCommandInvocationResponse.builder()
                        .standardOutputContent(standardOutput)
                        .standardErrorContent(standardError)
                        .build());
    }

    public void answer(String commandId, String hostId, String status, String details, String output) {
        answers(commandId)
                .add(CommandInvocation.builder()
                        .commandId(commandId)
                        .instanceId(hostId)
                        .documentName("certfleet-document")
                        .status(status)
                        .statusDetails(details)
                        .requestedDateTime(requestedAt)
                        .commandPlugins(CommandPlugin.builder().output(output).build())
                        .build());
    }

    /** The answers to a command, to be changed. */
    public List<CommandInvocation> answers(String commandId) {
        return answers.computeIfAbsent(commandId, _ -> new ArrayList<>());
    }

    public List<SendCommandRequest> commands() {
        return List.copyOf(commands);
    }

    /** A command's payload, as the script decodes it. */
    public List<String> payload(int command) {
        String payload = commands.get(command).parameters().get("payload").getFirst();
        return new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Override
    public SendCommandResponse sendCommand(SendCommandRequest request) {
        if (!failure.isEmpty() && commands.size() >= failsAfter) {
            throw exception(failure);
        }
        if (request.instanceIds().size() > mostHosts) {
            throw MaxDocumentSizeExceededException.builder()
                    .awsErrorDetails(details("MaxDocumentSizeExceeded"))
                    .message("too large")
                    .build();
        }
        if (request.instanceIds().stream().anyMatch(id -> unknown.contains(id) || pings.containsKey(id))) {
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
    public GetCommandInvocationResponse getCommandInvocation(GetCommandInvocationRequest request) {
        return whole.get(request.commandId() + request.instanceId());
    }

    @Override
    public DescribeInstanceInformationResponse describeInstanceInformation(DescribeInstanceInformationRequest request) {
        described++;
        List<String> ids = request.filters().getFirst().values();
        if (ids.size() > 50 || !request.filters().getFirst().key().equals("InstanceIds")) {
            throw exception("ValidationException");
        }
        return DescribeInstanceInformationResponse.builder()
                .instanceInformationList(ids.stream()
                        .filter(id -> !unknown.contains(id))
                        .map(id -> InstanceInformation.builder()
                                .instanceId(id)
                                .pingStatus(pings.getOrDefault(id, "Online"))
                                .build())
                        .toList())
                .build();
    }

    @Override
    public DescribeInstanceInformationIterable describeInstanceInformationPaginator(
            DescribeInstanceInformationRequest request) {
        return new DescribeInstanceInformationIterable(this, request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
