package io.certfleet.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The JSON of {@link Message}: operators' requests are read strictly, the services' own messages ({@code "v":1}) and AWS's
 * events ignore fields that they do not know, so that old and new versions run side by side.
 */
public final class Messages {
    // A field written twice, or a second object after the first, is a mistake that must not be taken for a request.
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Messages() {}

    /** Reads a message's body. Fails with UnreadableMessageException, whose text says what is wrong with it. */
    public static Message read(String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UnreadableMessageException("the body is not JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw new UnreadableMessageException("the body is not a JSON object");
        }
        return json.has("detail-type") ? AwsEvents.read(json) : own(json);
    }

    private static Message own(JsonNode json) {
        String type = new Fields(json, "the message").text("type");
        Fields fields = new Fields(json, "the message '" + type + "'");
        return switch (type) {
            case "sweep" -> {
                fields.only();
                yield new Message.Sweep();
            }
            case "rotate" ->
                new Message.Rotate(
                        fields.only("hostIds", "reason", "readmit").hostIds("hostIds"),
                        fields.reason("reason").orElse("no reason given"),
                        fields.flag("readmit"));
            case "revoke" ->
                new Message.Revoke(
                        fields.only("hostId", "reason", "serial", "rotate").hostId("hostId"),
                        fields.revocationReason("reason"),
                        fields.writtenSerial("serial"),
                        fields.flag("rotate"));
            case "verify-crl" -> new Message.VerifyCrl(fields.only("announce").flag("announce"));
            default -> betweenServices(type, fields);
        };
    }

    private static Message betweenServices(String type, Fields fields) {
        return switch (type) {
            case "sweep-segment" ->
                new Message.SweepSegment(
                        fields.number("segment", 0),
                        fields.number("segments", 1),
                        fields.optionalText("after"),
                        fields.optionalText("sweep"),
                        fields.optionalInstant("busyUntil"));
            case "rotate-later" ->
                new Message.RotateLater(
                        fields.text("requestId"),
                        fields.instant("requestedAt"),
                        fields.hostIds("hostIds"),
                        fields.excerpt("reason"),
                        fields.flag("readmit"));
            // The id is the table's word, not an operator's: a row whose key is not a node id fails as a host, visibly.
            case "renewal-due" ->
                new Message.RenewalDue(
                        fields.text("hostId"),
                        fields.text("rotationId"),
                        new Message.RenewalDue.Seen(
                                fields.serial("serial"),
                                fields.text("state"),
                                fields.flag("seenIdle"),
                                fields.optionalText("closes")),
                        new Message.RenewalDue.Cause(
                                fields.excerpt("reason"),
                                fields.instant("requestedAt"),
                                fields.flag("forced"),
                                fields.flag("readmit")),
                        fields.number("attempt", 0),
                        fields.optionalInstant("slot"));
            case "revocation-due" ->
                new Message.RevocationDue(
                        fields.hostId("hostId"),
                        fields.serial("serial"),
                        fields.has("ofHost")
                                ? fields.flag("ofHost")
                                : fields.serial("serial").isEmpty(),
                        new Message.RevocationDue.Request(
                                fields.revocationReason("reason"),
                                fields.instant("requestedAt"),
                                fields.flag("rotate"),
                                fields.text("rotationId")),
                        fields.objects("certificates").stream()
                                .map(Messages::listed)
                                .toList(),
                        fields.texts("keys"),
                        fields.has("attempt") ? fields.number("attempt", 0) : 0);
            case "command-finished" -> new Message.CommandFinished(fields.text("commandId"), fields.hostId("hostId"));
            case "row-faulty" -> new Message.RowFaulty(fields.text("hostId"));
            case "install-due" ->
                new Message.InstallDue(fields.hostId("hostId"), fields.text("rotationId"), fields.number("attempt", 0));
            case "certificate-held" ->
                new Message.CertificateHeld(
                        fields.hostId("hostId"),
                        fields.serial("serial").orElseThrow(() -> fields.refused("names no serial")));
            case "certificate-revoked" ->
                new Message.CertificateRevoked(fields.text("certificateArn"), fields.instant("revokedAt"));
            default ->
                throw new UnreadableMessageException(
                        "the type '" + type + "' is unknown", fields.object().has("v"));
        };
    }

    /** Writes a message that one of the services sends. Events are AWS's to send: IllegalArgumentException. */
    public static String write(Message message) {
        ObjectNode json = JSON.createObjectNode();
        switch (message) {
            case Message.Sweep _ -> json.put("type", "sweep");
            case Message.VerifyCrl verify -> {
                json.put("type", "verify-crl");
                if (verify.announce()) {
                    json.put("announce", true);
                }
            }
            case Message.SweepSegment part -> {
                own(json, "sweep-segment").put("segment", part.segment()).put("segments", part.segments());
                part.after().ifPresent(key -> json.put("after", key));
                part.sweep().ifPresent(id -> json.put("sweep", id));
                part.busyUntil().ifPresent(time -> json.put("busyUntil", time.toString()));
            }
            case Message.RotateLater later -> {
                own(json, "rotate-later")
                        .put("requestId", later.requestId())
                        .put("requestedAt", later.requestedAt().toString())
                        .put("reason", later.reason())
                        .put("readmit", later.readmit());
                later.hostIds().forEach(json.putArray("hostIds")::add);
            }
            case Message.RenewalDue due -> {
                own(json, "renewal-due")
                        .put("hostId", due.hostId())
                        .put("rotationId", due.rotationId())
                        .put("state", due.seen().state())
                        .put("reason", due.cause().reason())
                        .put("requestedAt", due.cause().at().toString())
                        .put("forced", due.cause().forced())
                        .put("readmit", due.cause().readmit())
                        .put("seenIdle", due.seen().idle())
                        .put("attempt", due.attempt());
                due.seen().serial().ifPresent(serial -> json.put("serial", serial.hex()));
                due.seen().closes().ifPresent(id -> json.put("closes", id));
                due.slot().ifPresent(slot -> json.put("slot", slot.toString()));
            }
            case Message.RevocationDue due -> {
                own(json, "revocation-due")
                        .put("hostId", due.hostId())
                        .put("reason", due.request().reason().name())
                        .put("rotate", due.request().rotate())
                        .put("rotationId", due.request().rotationId())
                        .put("requestedAt", due.request().at().toString())
                        .put("ofHost", due.ofHost())
                        .put("attempt", due.attempt());
                due.serial().ifPresent(serial -> json.put("serial", serial.hex()));
                ArrayNode certificates = json.putArray("certificates");
                due.certificates().forEach(certificate -> write(certificate, certificates.addObject()));
                due.keys().forEach(json.putArray("keys")::add);
            }
            case Message.RowFaulty(String hostId) -> own(json, "row-faulty").put("hostId", hostId);
            case Message.CommandFinished(String commandId, String hostId) ->
                own(json, "command-finished").put("commandId", commandId).put("hostId", hostId);
            case Message.InstallDue(String hostId, String rotationId, int attempt) ->
                own(json, "install-due")
                        .put("hostId", hostId)
                        .put("rotationId", rotationId)
                        .put("attempt", attempt);
            case Message.CertificateHeld(String hostId, Serial serial) ->
                own(json, "certificate-held").put("hostId", hostId).put("serial", serial.hex());
            case Message.CertificateRevoked(String certificateArn, Instant revokedAt) ->
                own(json, "certificate-revoked")
                        .put("certificateArn", certificateArn)
                        .put("revokedAt", revokedAt.toString());
            case Message.Rotate(var hostIds, String reason, boolean readmit) -> {
                json.put("type", "rotate").put("reason", reason).put("readmit", readmit);
                hostIds.forEach(json.putArray("hostIds")::add);
            }
            case Message.Revoke revoke -> {
                json.put("type", "revoke")
                        .put("hostId", revoke.hostId())
                        .put("reason", revoke.reason().name())
                        .put("rotate", revoke.rotate());
                revoke.serial().ifPresent(serial -> json.put("serial", serial.hex()));
            }
            case Message.OnlyFromAws _ -> throw new IllegalArgumentException("only AWS sends " + message);
        }
        return json.toString();
    }

    private static ListedCertificate listed(Fields certificate) {
        return new ListedCertificate(
                certificate
                        .serial("serial")
                        .orElseThrow(() -> certificate.refused("has a certificate without its 'serial'")),
                certificate.instant("notAfter"),
                certificate.optionalText("certificateArn"));
    }

    private static void write(ListedCertificate certificate, ObjectNode json) {
        json.put("serial", certificate.serial().hex())
                .put("notAfter", certificate.notAfter().toString());
        certificate.certificateArn().ifPresent(arn -> json.put("certificateArn", arn));
    }

    private static ObjectNode own(ObjectNode json, String type) {
        return json.put("type", type).put("v", 1);
    }
}
