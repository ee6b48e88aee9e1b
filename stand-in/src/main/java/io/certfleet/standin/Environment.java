package io.certfleet.standin;

import io.certfleet.standin.sqs.QueueSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The variables by which an administrator's shell finds a stand-in and what is in it. */
final class Environment {
    private Environment() {}

    static Map<String, String> of(StandIn standIn) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_ENDPOINT_URL", standIn.gateway().address().toString());
        environment.put("AWS_REGION", standIn.account().region());
        environment.put("AWS_DEFAULT_REGION", standIn.account().region());
        environment.put("AWS_ACCESS_KEY_ID", "AKIACERTFLEETADMIN");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        for (QueueSettings queue : standIn.queueSettings()) {
            String name = queue.name().toUpperCase(Locale.ROOT);
            environment.put(name + "_QUEUE_URL", standIn.queues().url(queue.name()));
            environment.put(name + "_DLQ_URL", standIn.queues().url(queue.name() + "-dlq"));
            environment.put(name + "_QUEUE_ARN", standIn.queues().arn(queue.name()));
            environment.put(name + "_DLQ_ARN", standIn.queues().arn(queue.name() + "-dlq"));
        }
        environment.put("TABLE_NAME", standIn.tables().inventory());
        environment.put("TOPIC_ARN", standIn.topics().arn());
        environment.put("CA_ARN", standIn.caArn());
        environment.put("TRUST_ANCHOR_ARN", standIn.trustAnchorArn());
        environment.put("PROFILE_ARN", standIn.profileArn());
        environment.put("ROLE_ARN", standIn.roleArn());
        environment.put("CRL_BUCKET", standIn.bucket().name());
        environment.put("FLEET_DIR", standIn.fleet().folder().toString());
        return environment;
    }
}
