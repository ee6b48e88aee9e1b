package io.certfleet.rotation;

import io.certfleet.message.Serial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of the table, put together word by word. */
public final class Row {
    public static final String CA = "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/ca";
    public static final String PROFILE_ARN = "arn:aws:rolesanywhere:us-east-1:111122223333:profile/p";
    public static final String ROLE_ARN = "arn:aws:iam::111122223333:role/r";

    /** The settings that a rotation was begun with. */
    public static final HostSettings SETTINGS = new HostSettings(Map.of(
            "certPath", "/etc/certfleet",
            "keyPath", "/etc/certfleet",
            "csrPath", "/etc/certfleet",
            "cacertPath", "/etc/certfleet",
            "signinghelperPath", "/usr/local/bin",
            "keyAlgorithm", "EC_prime256v1",
            "profileArn", PROFILE_ARN,
            "roleArn", ROLE_ARN,
            "owner", "root"));

    private AttributeValue item;

    private Row(String hostId) {
        this(Map.of("hostID", AttributeValue.fromS(hostId)));
    }

    /** A row as it stands. */
    public Row(Map<String, AttributeValue> row) {
        item = AttributeValue.fromM(row);
    }

    public static Row of(String hostId) {
        return new Row(hostId);
    }

    /** A certificate's ARN, its last part the serial as Private CA writes it. */
    public static String arn(String serial) {
        return CA + "/certificate/" + new Serial(serial).hex();
    }

    public Row with(String path, String text) {
        return with(path, AttributeValue.fromS(text));
    }

    public Row with(String path, Instant time) {
        return with(path, time.toString());
    }

    public Row with(String path, int number) {
        return with(path, AttributeValue.fromN(Integer.toString(number)));
    }

    public Row with(String path, AttributeValue value) {
        item = with(item, List.of(path.split("\\.", -1)), value);
        return this;
    }

    public Row without(String path) {
        Map<String, AttributeValue> copy = new HashMap<>(item.m());
        copy.remove(path);
        item = AttributeValue.fromM(copy);
        return this;
    }

    /** State, serial, validity, and the entry in {@code unexpired}. */
    public Row active(String serial, Instant notBefore, Instant expiry) {
        return with("state", "active")
                .with("serial", new Serial(serial).hex())
                .with("notBefore", notBefore)
                .with("expiry", expiry)
                .unexpired(serial, expiry);
    }

    public Row unexpired(String serial, Instant notAfter) {
        List<AttributeValue> list = new ArrayList<>();
        if (item.m().containsKey("unexpired")) {
            list.addAll(item.m().get("unexpired").l());
        }
        list.add(AttributeValue.fromM(Map.of(
                "serial", AttributeValue.fromS(new Serial(serial).hex()),
                "notAfter", AttributeValue.fromS(notAfter.toString()),
                "certificateArn", AttributeValue.fromS(arn(serial)))));
        return with("unexpired", AttributeValue.fromL(list));
    }

    public Row revokedSerials(String... serials) {
        return with(
                "revokedSerials",
                AttributeValue.fromSs(List.of(serials).stream()
                        .map(serial -> new Serial(serial).hex())
                        .toList()));
    }

    /** A rotation under way, begun at this time, with what its step knows of the certificate. */
    public Row rotation(String id, Step step, Instant startedAt) {
        if (step == Step.ISSUED) {
            with("rotation.certificateArn", arn("feed"));
        }
        if (step == Step.INSTALLING) {
            installing("feed", startedAt, startedAt.plusSeconds(7 * 86_400));
        }
        return with("rotation.id", id)
                .with("rotation.step", step.word())
                .with("rotation.stepAt", startedAt)
                .with("rotation.startedAt", startedAt)
                .with("rotation.attempts", 0)
                .with("rotation.reason", "due")
                .with(
                        "rotation.settings",
                        AttributeValue.fromM(SETTINGS.attributes().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, entry -> AttributeValue.fromS(entry.getValue())))));
    }

    /** The rotation under way has come to installing this certificate. */
    public Row installing(String serial, Instant notBefore, Instant notAfter) {
        return with("rotation.step", Step.INSTALLING.word())
                .with("rotation.certificateArn", arn(serial))
                .with("rotation.serial", new Serial(serial).hex())
                .with("rotation.notBefore", notBefore)
                .with("rotation.notAfter", notAfter);
    }

    public Map<String, AttributeValue> attributes() {
        return item.m();
    }

    /** As the services read it. */
    public Host host() {
        return HostItem.host(attributes());
    }

    private static AttributeValue with(AttributeValue map, List<String> path, AttributeValue value) {
        Map<String, AttributeValue> copy = new HashMap<>(map.m());
        copy.put(
                path.getFirst(),
                path.size() == 1
                        ? value
                        : with(
                                copy.getOrDefault(path.getFirst(), AttributeValue.fromM(Map.of())),
                                path.subList(1, path.size()),
                                value));
        return AttributeValue.fromM(copy);
    }
}
