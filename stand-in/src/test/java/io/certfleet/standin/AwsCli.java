package io.certfleet.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The aws command, as an operator has it: a client that none of us wrote; the folder is that of its files. */
public record AwsCli(Map<String, String> environment, Path folder) {

    /** Of somebody whose access key nobody knows. */
    static AwsCli at(URI endpoint, Path folder) {
        return new AwsCli(
                Map.of(
                        "AWS_ENDPOINT_URL", endpoint.toString(),
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "AKIAANYBODY",
                        "AWS_SECRET_ACCESS_KEY", "local"),
                folder);
    }

    /** The same with another value of a variable, such as the access key. */
    AwsCli with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new AwsCli(changed, folder);
    }

    /** The output of a command that succeeds. */
    public JsonNode json(String command, Object... values) {
        Ended ended = run(command, values);
        if (ended.exit() != 0) {
            throw new AssertionError("aws " + Ended.words(command, values) + ": " + ended.errors());
        }
        return ended.json();
    }

    /** Runs a command, given as {@link Ended#words} takes it. */
    public Ended run(String command, Object... values) {
        // Version 1 of the CLI takes no endpoint from the environment where SQS is concerned.
        List<String> endpoint = Ended.words("--output json --endpoint-url %s", environment.get("AWS_ENDPOINT_URL"));
        return Ended.of(
                folder,
                environment,
                Stream.of(List.of("aws"), Ended.words(command, values), endpoint)
                        .flatMap(List::stream)
                        .toList());
    }

    /** What it says when it fails. */
    String errors(String command, Object... values) {
        return run(command, values).errors();
    }
}
