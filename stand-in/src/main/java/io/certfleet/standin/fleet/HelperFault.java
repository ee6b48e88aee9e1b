package io.certfleet.standin.fleet;

/**
 * What AWS's signing helper says when a session cannot be asked for, or is not answered: none of it is about the
 * certificate, the role or the profile. Its errors are those of Go's net package and of the SDK for Go, version 2 from 1.2
 * on and version 1 before (github.com/aws/rolesanywhere-credential-helper, aws_signing_helper/credentials.go).
 */
public enum HelperFault {
    SERVER_MISBEHAVING("dial tcp: lookup " + Words.HOST + " on 127.0.0.53:53: server misbehaving"),
    TEMPORARY_FAILURE("dial tcp: lookup " + Words.HOST + ": Temporary failure in name resolution"),
    NO_SUCH_HOST("dial tcp: lookup " + Words.HOST + " on 10.0.0.2:53: no such host"),
    CONNECTION_REFUSED("dial tcp 10.0.0.7:443: connect: connection refused"),
    CONNECTION_RESET("read tcp 10.0.0.4:40514->10.0.0.7:443: read: connection reset by peer"),
    NETWORK_UNREACHABLE("dial tcp 10.0.0.7:443: connect: network is unreachable"),
    IO_TIMEOUT("dial tcp 10.0.0.7:443: i/o timeout"),
    TLS_TIMEOUT("net/http: TLS handshake timeout"),
    END_OF_FILE("EOF"),
    CLOSED("write tcp 10.0.0.4:40514->10.0.0.7:443: use of closed network connection"),
    DEADLINE("context deadline exceeded (Client.Timeout exceeded while awaiting headers)"),
    PROXY("proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused"),
    PROXY_REFUSES("Forbidden"),
    SERVER_CERTIFICATE(
            "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time"
                    + " 1970-01-01T00:00:09Z is before 2026-05-01T00:00:00Z"),
    REQUEST_TIMEOUT(408, "RequestTimeout: Request Timeout"),
    TOO_MANY_REQUESTS(429, "ThrottlingException: Rate exceeded"),
    INTERNAL(500, "InternalServerException: An internal server error occurred"),
    BAD_GATEWAY(
            502, "deserialization failed, failed to decode response body, invalid character '<' looking for beginning"),
    UNAVAILABLE(503, "ServiceUnavailable: Service Unavailable"),
    GATEWAY_TIMEOUT(504, "GatewayTimeout: Gateway Timeout"),
    /** A clock that is wrong: Roles Anywhere answers this with 403 too. */
    CLOCK(403, "InvalidSignatureException: Signature expired: 20261128T060000Z is now earlier than 20261128T114500Z"),
    CLOCK_DENIED(
            403, "AccessDeniedException: Signature expired: 20261128T060000Z is now earlier than 20261128T114500Z"),
    /** A proxy's page. */
    PROXY_PAGE(
            403, "deserialization failed, failed to decode response body, invalid character '<' looking for beginning");

    private final int status;
    private final String cause;

    HelperFault(String cause) {
        this(0, cause);
    }

    HelperFault(int status, String cause) {
        this.status = status;
        this.cause = cause;
    }

    /** The last part of the words, which tells the faults apart. */
    public String cause() {
        return cause;
    }

    /** As helper 1.8.0 says it. */
    public String words() {
        String sent = status == 0 ? "request send failed, Post \"" + Words.URL + "\": " : "";
        return "2026/11/28 11:45:00 operation error RolesAnywhere: CreateSession, exceeded maximum number of attempts, 3,"
                + " https response error StatusCode: " + status + ", RequestID: , " + sent + cause;
    }

    /** As helper 1.0.4 says it. */
    public String formerWords() {
        return status == 0
                ? "2024/03/01 11:45:00 RequestError: send request failed\ncaused by: Post \"" + Words.URL + "\": "
                        + cause
                : "2024/03/01 11:45:00 " + cause + "\n\tstatus code: " + status + ", request id: ";
    }

    /** A helper that can say nothing else. */
    static String script(String words) {
        return "#!/bin/sh\n[ \"$1\" != version ] || exit 0\ncat >&2 <<'WORDS'\n" + words + "\nWORDS\nexit 1\n";
    }

    private static final class Words {
        private static final String HOST = "rolesanywhere.us-east-1.amazonaws.com";
        private static final String URL =
                "https://" + HOST + "/sessions?profileArn=arn%3Aaws%3Arolesanywhere%3Aus-east-1%3A"
                        + "111122223333%3Aprofile%2F0f0e0d0c-0b0a-4000-8000-000000000001&roleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3A"
                        + "role%2Fcertfleet-host&trustAnchorArn=arn%3Aaws%3Arolesanywhere%3Aus-east-1%3A111122223333%3Atrust-anchor%2F1";
    }
}
