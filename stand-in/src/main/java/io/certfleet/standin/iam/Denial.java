package io.certfleet.standin.iam;

import io.certfleet.standin.gateway.AwsError;
import java.util.Locale;

/** How each service words that a call is not allowed. */
final class Denial {
    private static final int JSON_STATUS = 400;
    private static final int STATUS = 403;

    private Denial() {}

    /**
     * The answer to a caller.
     *
     * @param session the ARN of the caller's session
     */
    static AwsError of(String service, String session, Need need, Decision decision) {
        String action = action(need.action());
        String reason = decision.reason().replace(need.action(), action);
        // S3 alone quotes the resource ("Access denied (403 Forbidden) errors", Amazon S3 user guide).
        String resource = service.equals("s3") ? "\"" + need.resource() + "\"" : need.resource();
        String message = "User: " + session + " is not authorized to perform: " + action + " on resource: " + resource
                + " " + reason;
        return switch (service) {
            case "s3" -> new AwsError(STATUS, "AccessDenied", message);
            case "sns" -> new AwsError(STATUS, "AuthorizationError", message);
            case "sqs", "rolesanywhere" -> new AwsError(STATUS, AwsError.ACCESS_DENIED, message);
            default -> new AwsError(JSON_STATUS, AwsError.ACCESS_DENIED, message);
        };
    }

    /** The answer to a caller whose access key is nobody's ("Common error types" of the services' API references). */
    static AwsError ofUnknownKey(String service) {
        String message = "The security token included in the request is invalid.";
        return switch (service) {
            case "s3" ->
                new AwsError(
                        STATUS,
                        "InvalidAccessKeyId",
                        "The AWS Access Key Id you provided does not exist in our records.");
            case "sqs", "sns", "sts" -> new AwsError(STATUS, "InvalidClientTokenId", message);
            case "rolesanywhere" -> new AwsError(STATUS, "UnrecognizedClientException", message);
            default -> new AwsError(JSON_STATUS, "UnrecognizedClientException", message);
        };
    }

    /** The answer to a caller whose session is over. */
    static AwsError ofExpiredToken(String service) {
        String message = "The security token included in the request is expired";
        return switch (service) {
            case "s3" -> new AwsError(JSON_STATUS, "ExpiredToken", "The provided token has expired.");
            case "sqs", "sns", "sts" -> new AwsError(STATUS, "ExpiredToken", message);
            case "rolesanywhere" -> new AwsError(STATUS, "ExpiredTokenException", message);
            default -> new AwsError(JSON_STATUS, "ExpiredTokenException", message);
        };
    }

    // SQS and SNS spell their own actions otherwise than policies do.
    private static String action(String action) {
        if (action.startsWith("sqs:")) {
            return action.toLowerCase(Locale.ROOT);
        }
        return action.startsWith("sns:") ? "SNS:" + action.substring("sns:".length()) : action;
    }
}
