package io.certfleet.failure;

import io.certfleet.command.Unreachable;
import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.notification.FakeSns;
import java.time.Duration;

/** What records failures, over a table and a topic in memory. */
public record FailureBench(FakeDynamoDb table, FakeSns topic) {

    public Failure failure() {
        return new Failure(table.inventory(), topic.notifications());
    }

    public Unreachable unreachable() {
        return new Unreachable(table.inventory(), topic.notifications(), new Unreachable.Settings() {
            @Override
            public Duration firstCertificate() {
                return Duration.ofDays(1);
            }

            @Override
            public Duration expiryThreshold() {
                return Duration.ofDays(1);
            }
        });
    }
}
