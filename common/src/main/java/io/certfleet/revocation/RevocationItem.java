package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.table.Update;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A {@link RevocationRecord} as an item of the table. */
final class RevocationItem {
    private static final String PREFIX = "revocation#";

    private final Map<String, AttributeValue> item;

    private RevocationItem(Map<String, AttributeValue> item) {
        this.item = item;
    }

    static String key(String hostId) {
        return PREFIX + hostId;
    }

    static boolean isRecord(Map<String, AttributeValue> item) {
        return item.get("hostID").s().startsWith(PREFIX);
    }

    static String hostId(Map<String, AttributeValue> item) {
        return item.get("hostID").s().substring(PREFIX.length());
    }

    static RevocationRecord record(Map<String, AttributeValue> attributes) {
        RevocationItem item = new RevocationItem(attributes);
        return new RevocationRecord(
                hostId(attributes),
                item.reason(),
                item.time("revokedAt"),
                item.time("readmittedAt"),
                new KnownCertificates(
                        item.map("certificates").entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> certificate(
                                                entry.getKey(),
                                                new RevocationItem(
                                                        entry.getValue().m())))),
                        item.map("issued").entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> issuance(
                                                entry.getKey(),
                                                new RevocationItem(
                                                        entry.getValue().m())))),
                        item.map("keys").entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> Instant.parse(entry.getValue().s()))),
                        item.number("expiresAt").map(Instant::ofEpochSecond)),
                new RevocationRecord.Tries(item.number("attempts").orElse(0L).intValue(), item.time("triedAt")),
                item.number("version").orElse(0L).intValue());
    }

    private static RevokedCertificate certificate(String serial, RevocationItem entry) {
        return new RevokedCertificate(
                entry.listed(serial),
                entry.reason(),
                entry.time("requestedAt").orElseThrow(),
                entry.time("toldAt"),
                entry.text("refused"));
    }

    private static Issuance issuance(String serial, RevocationItem entry) {
        return new Issuance(entry.listed(serial), entry.time("intentAt").orElseThrow());
    }

    private ListedCertificate listed(String serial) {
        return new ListedCertificate(new Serial(serial), time("notAfter").orElseThrow(), text("certificateArn"));
    }

    /** Writes all of it, if nobody has written since it was read. */
    static Update update(RevocationRecord record) {
        KnownCertificates known = record.known();
        Update update = Update.beside(key(record.hostId()), record.version())
                .set("reason", record.reason().name())
                .set(
                        "certificates",
                        known.revoked().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, entry -> AttributeValue.fromM(entry(entry.getValue())))))
                .set(
                        "keys",
                        known.keys().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, entry -> time(entry.getValue()))))
                .set(
                        "issued",
                        known.issued().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, entry -> AttributeValue.fromM(entry(entry.getValue())))))
                .set("attempts", record.tries().count());
        setOrRemove(update, "revokedAt", record.revokedAt());
        setOrRemove(update, "readmittedAt", record.readmittedAt());
        setOrRemove(update, "triedAt", record.tries().last());
        // DynamoDB's time to live: seconds since the epoch, as a number (DynamoDB developer guide, "Using time to
        // live").
        known.lastsUntil().ifPresent(end -> update.set("expiresAt", end.getEpochSecond()));
        return update;
    }

    private static void setOrRemove(Update update, String name, Optional<Instant> time) {
        time.ifPresentOrElse(at -> update.set(name, at), () -> update.remove(name));
    }

    private static Map<String, AttributeValue> entry(RevokedCertificate revoked) {
        Map<String, AttributeValue> entry = entry(revoked.certificate());
        entry.put("reason", AttributeValue.fromS(revoked.reason().name()));
        entry.put("requestedAt", time(revoked.requestedAt()));
        revoked.toldAt().ifPresent(at -> entry.put("toldAt", time(at)));
        revoked.refused().ifPresent(why -> entry.put("refused", AttributeValue.fromS(why)));
        return entry;
    }

    private static Map<String, AttributeValue> entry(Issuance issuance) {
        Map<String, AttributeValue> entry = entry(issuance.certificate());
        entry.put("intentAt", time(issuance.intentAt()));
        return entry;
    }

    private static Map<String, AttributeValue> entry(ListedCertificate certificate) {
        Map<String, AttributeValue> entry = new HashMap<>();
        entry.put("notAfter", time(certificate.notAfter()));
        certificate.certificateArn().ifPresent(arn -> entry.put("certificateArn", AttributeValue.fromS(arn)));
        return entry;
    }

    private static AttributeValue time(Instant time) {
        return AttributeValue.fromS(time.toString());
    }

    private RevocationReason reason() {
        return text("reason").map(RevocationReason::valueOf).orElse(RevocationReason.UNSPECIFIED);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    private Optional<Instant> time(String name) {
        return text(name).map(Instant::parse);
    }

    private Optional<Long> number(String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::n).map(Long::valueOf);
    }

    private Map<String, AttributeValue> map(String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::m).orElse(Map.of());
    }
}
