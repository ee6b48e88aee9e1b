package io.certfleet.standin;

/**
 * How often AWS fails without anybody's fault, as its documents say that it may: deterministic, one in so many of each kind.
 *
 * @param throttledCall one in so many calls of DynamoDB is refused for its rate; 0 for none
 * @param partialRead one in so many BatchGetItem answers leaves keys unprocessed
 * @param partialBatch of one in so many batches of SQS an entry fails
 */
record Hiccups(int throttledCall, int partialRead, int partialBatch) {

    /** None where there are no quotas either. */
    static Hiccups of(StandInSettings settings) {
        return settings.quotas() ? new Hiccups(20, 4, 8) : new Hiccups(0, 0, 0);
    }
}
