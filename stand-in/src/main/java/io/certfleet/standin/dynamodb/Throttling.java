package io.certfleet.standin.dynamodb;

import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Gate;
import io.certfleet.standin.gateway.OneIn;
import java.util.Set;

/**
 * The gate at which DynamoDB refuses a call now and then: a table on demand that grows fast answers so (DynamoDB developer
 * guide, "Error handling"), with the one code or the other.
 */
public final class Throttling implements Gate {
    private static final Set<String> DATA =
            Set.of("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Scan", "Query", "BatchGetItem", "BatchWriteItem");

    private final OneIn refused;
    private final OneIn otherCode = new OneIn(2);

    /** Refuses one in so many calls of each operation by each caller. */
    public Throttling(int oneIn) {
        this.refused = new OneIn(oneIn);
    }

    @Override
    public void pass(Call call) {
        if (!call.service().equals("dynamodb")
                || !DATA.contains(call.operation())
                || !refused.picks(call.caller() + " " + call.operation())) {
            return;
        }
        throw otherCode.picks("")
                ? new AwsError(
                        400,
                        AwsError.THROUGHPUT_EXCEEDED,
                        "The level of configured provisioned throughput for the table was exceeded. Consider increasing"
                                + " your provisioning level with the UpdateTable API.")
                : new AwsError(
                        400,
                        AwsError.THROTTLED,
                        "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically"
                                + " scaling your table or index so please try again shortly.");
    }
}
