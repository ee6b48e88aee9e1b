package io.certfleet.standin.runcommand;

/**
 * Where an invocation stands. Statuses and details: Systems Manager user guide, "Understanding command statuses"; the API
 * writes the details without the guide's blanks.
 */
enum Status {
    PENDING("Pending", "Pending"),
    IN_PROGRESS("InProgress", "InProgress"),
    SUCCESS("Success", "Success"),
    FAILED("Failed", "Failed"),
    INCOMPLETE("Failed", "Incomplete"),
    DELIVERY_TIMED_OUT("TimedOut", "DeliveryTimedOut"),
    EXECUTION_TIMED_OUT("TimedOut", "ExecutionTimedOut"),
    CANCELLED("Cancelled", "Cancelled"),
    TERMINATED("Cancelled", "Terminated");

    private final String text;
    private final String details;

    Status(String text, String details) {
        this.text = text;
        this.details = details;
    }

    /** The API's Status. */
    String text() {
        return text;
    }

    /** The API's StatusDetails. */
    String details() {
        return details;
    }

    boolean ended() {
        return this != PENDING && this != IN_PROGRESS;
    }

    /** Delivery time-outs do not count against MaxErrors. */
    boolean countsAsError() {
        return this == FAILED || this == EXECUTION_TIMED_OUT;
    }
}
