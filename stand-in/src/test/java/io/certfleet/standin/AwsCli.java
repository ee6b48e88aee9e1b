package io.certfleet.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The aws command, as an operator has it: a client that none of us wrote. */
public final class AwsCli {
    private final Map<String, String> environment;
    private final Path folder;

    /** Calls with the given environment; the folder holds the outputs. */
    public AwsCli(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /** What a command printed. */
    public record Result(int exit, String output, String errors) {
        public JsonNode json() {
            return Json.read(output.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The output of a command that succeeds. */
    public JsonNode json(String... arguments) {
        Result result = run(arguments);
        if (result.exit() != 0) {
            throw new AssertionError("aws " + String.join(" ", arguments) + ": " + result.errors());
        }
        return result.json();
    }

    /** Runs a command. */
    public Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(arguments));
        // Version 1 of the CLI takes no endpoint from the environment where SQS is concerned.
        command.addAll(List.of("--output", "json", "--endpoint-url", environment.get("AWS_ENDPOINT_URL")));
        try {
            Path output = Files.createTempFile(folder, "aws", ".out");
            Path errors = Files.createTempFile(folder, "aws", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            // Nothing of the user's own set-up.
            builder.environment().remove("AWS_PROFILE");
            builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
            builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
            builder.environment().put("AWS_PAGER", "");
            int exit = builder.start().waitFor();
            return new Result(exit, Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new AssertionError("these tests need the aws CLI on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
