package io.certfleet.message;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads the EventBridge events of AWS; fields that we do not use are ignored. Forms: Systems Manager's, Private CA's
 * and Amazon S3's event references.
 */
final class AwsEvents {
    private AwsEvents() {}

    static Message read(JsonNode event) {
        Fields fields =
                new Fields(event, "the event '" + event.path("detail-type").asText() + "'");
        Fields detail = fields.object("detail");
        return switch (event.path("detail-type").asText()) {
            case "EC2 Command Invocation Status-change Notification" ->
                new Message.CommandFinished(detail.text("command-id"), detail.hostId("instance-id"));
            case "ACM Private CA Certificate Issuance" ->
                "success".equals(detail.text("result"))
                        ? new Message.CertificateIssued(certificateArn(event, fields))
                        : new Message.IssuanceFailed(certificateArn(event, fields));
            case "ACM Private CA Certificate Revocation" ->
                new Message.CertificateRevoked(certificateArn(event, fields), fields.instant("time"));
            case "ACM Private CA CRL Generation" -> {
                if (!"failure".equals(detail.text("result"))) {
                    throw fields.refused("is not a failure");
                }
                yield new Message.CrlGenerationFailed(detail.optionalText("reason")
                        .map(text -> Excerpt.of(text, 300))
                        .orElse("none given"));
            }
            case "Object Created" ->
                new Message.CrlObjectCreated(
                        detail.object("bucket").text("name"),
                        detail.object("object").text("key"));
            default -> throw fields.refused("is not one that Certfleet listens to");
        };
    }

    /** Private CA names the CA first and the certificate second; the order is not documented, so both are looked at. */
    private static String certificateArn(JsonNode event, Fields fields) {
        // First the CA, then the certificate (Private CA user guide, "Monitor AWS Private CA with CloudWatch Events").
        for (JsonNode resource : event.path("resources")) {
            if (resource.asText().contains("/certificate/")) {
                return resource.asText();
            }
        }
        throw fields.refused("names no certificate among its resources");
    }
}
