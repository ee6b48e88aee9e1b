package io.certfleet.standin.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.Xml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** SNS with one topic, whose messages are kept as files. */
public final class Topics implements AwsService {
    private static final int MAX_MESSAGE = 262_144;
    /** "Constraints: ... ASCII text ... must not include line breaks or control characters; less than 100 characters". */
    private static final Pattern SUBJECT = Pattern.compile("[!-~][ -~]{0,99}");

    private final Account account;
    private final Path folder;
    private final InstantSource clock;
    private final AtomicInteger published = new AtomicInteger();

    /** Keeps the messages in a folder, {@code 0001.json} the first. */
    public Topics(Account account, Path folder, InstantSource clock) {
        this.account = account;
        this.folder = folder;
        this.clock = clock;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + folder, e);
        }
    }

    /** The topic's ARN. */
    public String arn() {
        return account.arn("sns", account.prefix() + "notifications");
    }

    /** The folder with one file per message. */
    public Path folder() {
        return folder;
    }

    @Override
    public String name() {
        return "sns";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public Answer answer(Call call) {
        if (!call.operation().equals("Publish")) {
            throw AwsService.unknown(call);
        }
        Map<String, String> parameters = call.query();
        if (!arn().equals(parameters.get("TopicArn"))) {
            throw new AwsError(404, "NotFound", "Topic does not exist");
        }
        String message = parameters.getOrDefault("Message", "");
        String subject = parameters.get("Subject");
        if (message.isEmpty()) {
            throw invalid("Empty message");
        }
        if (message.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE) {
            throw invalid("Message too long");
        }
        if (subject != null && !SUBJECT.matcher(subject).matches()) {
            throw invalid("Subject");
        }
        String id = UUID.randomUUID().toString();
        ObjectNode kept = Json.object()
                .put("messageId", id)
                .put("time", clock.instant().toString())
                .put("caller", call.caller())
                .put("topicArn", arn())
                .put("subject", subject)
                .put("message", message);
        ObjectNode attributes = kept.putObject("attributes");
        for (int number = 1; parameters.containsKey(attribute(number, "Name")); number++) {
            attributes.put(
                    parameters.get(attribute(number, "Name")), parameters.get(attribute(number, "Value.StringValue")));
        }
        keep(kept);
        return Answer.xml(
                "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>"
                        + Xml.escape(id) + "</MessageId></PublishResult></PublishResponse>");
    }

    private void keep(ObjectNode message) {
        String name = "%04d.json".formatted(published.incrementAndGet());
        try {
            // Whole or not at all, for whoever lists the folder meanwhile.
            Path whole = Files.write(folder.resolve("." + name), Json.write(message));
            Files.move(whole, folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("keeping a message in " + folder, e);
        }
    }

    private static String attribute(int number, String field) {
        return "MessageAttributes.entry." + number + "." + field;
    }

    private static AwsError invalid(String reason) {
        return new AwsError(400, "InvalidParameter", "Invalid parameter: " + reason);
    }
}
