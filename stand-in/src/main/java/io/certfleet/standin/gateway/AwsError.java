package io.certfleet.standin.gateway;

/** An error as AWS answers it; the gateway writes it in the protocol of the service. */
public final class AwsError extends RuntimeException {
    /** The code of a call refused for its rate. */
    public static final String THROTTLED = "ThrottlingException";

    /** The same of DynamoDB. */
    public static final String THROUGHPUT_EXCEEDED = "ProvisionedThroughputExceededException";

    /** The code of a call that its caller is not allowed to make, of most services. */
    public static final String ACCESS_DENIED = "AccessDeniedException";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** An error with its HTTP status, its code (for example {@code ThrottlingException}) and its message. */
    public AwsError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** Whether the same call may succeed a moment later. */
    public boolean throttles() {
        return code.equals(THROTTLED) || code.equals(THROUGHPUT_EXCEEDED);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The error code of the service's API model. */
    public String code() {
        return code;
    }
}
