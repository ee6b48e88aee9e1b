package io.certfleet.standin.iam;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Call;
import java.util.List;
import java.util.Optional;

/** What each call needs, after the Service Authorization Reference. */
final class Needs {
    private final QueueNeeds queues;
    private final TableNeeds tables;
    private final CommandNeeds commands;
    private final BucketNeeds buckets;
    private final AuthorityNeeds authorities;
    private final RolesAnywhereNeeds rolesAnywhere;

    Needs(Account account, NodeTags nodes, ObjectKeys objects) {
        this.queues = new QueueNeeds(account);
        this.tables = new TableNeeds(account);
        this.commands = new CommandNeeds(account, nodes);
        this.buckets = new BucketNeeds(objects);
        this.authorities = new AuthorityNeeds();
        this.rolesAnywhere = new RolesAnywhereNeeds(account);
    }

    /** What a call needs, which may be nothing; empty if the stand-in does not know. */
    Optional<List<Need>> of(Call call) {
        return switch (call.service()) {
            case "sqs" -> queues.of(call);
            case "dynamodb" -> tables.of(call);
            case "ssm" -> commands.of(call);
            case "s3" -> buckets.of(call);
            case "acm-pca" -> authorities.of(call);
            case "rolesanywhere" -> rolesAnywhere.of(call);
            case "sns" -> topic(call);
            case "sts" -> identity(call);
            default -> Optional.empty();
        };
    }

    private static Optional<List<Need>> topic(Call call) {
        return switch (call.operation()) {
            case "Publish" ->
                Optional.of(List.of(new Need("sns:Publish", call.query().getOrDefault("TopicArn", ""))));
            default -> Optional.empty();
        };
    }

    private static Optional<List<Need>> identity(Call call) {
        // "No permissions are required to perform this operation" (GetCallerIdentity, API reference).
        return call.operation().equals("GetCallerIdentity") ? Optional.of(List.of()) : Optional.empty();
    }
}
