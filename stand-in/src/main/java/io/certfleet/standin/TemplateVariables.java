package io.certfleet.standin;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.sqs.QueueSettings;
import java.util.HashMap;
import java.util.Map;

/** The values that Terraform would put into the templates of {@code infra/terraform}, were the stand-in its stack. */
final class TemplateVariables {
    private TemplateVariables() {}

    static Map<String, String> of(StandIn standIn) {
        Account account = standIn.account();
        Map<String, String> variables = new HashMap<>();
        variables.put("partition", "aws");
        variables.put("account", account.id());
        variables.put("region", account.region());
        variables.put("prefix", account.prefix());
        variables.put(
                "table_arn", account.arn("dynamodb", "table/" + standIn.tables().inventory()));
        variables.put("topic_arn", standIn.topics().arn());
        // Nothing is encrypted here, so that the keys are never asked for.
        variables.put("table_key_arn", account.arn("kms", "key/inventory"));
        variables.put("topic_key_arn", account.arn("kms", "key/notifications"));
        variables.put("ca_arn", standIn.caArn());
        variables.put("host_ca_arns", "[\"" + standIn.caArn() + "\"]");
        variables.put("crl_bucket", standIn.bucket().name());
        variables.put("crl_bucket_arn", "arn:aws:s3:::" + standIn.bucket().name());
        variables.put("crl_key_prefix", "crl/");
        variables.put("node_tag_key", account.nodeTagKey());
        variables.put("node_tag_value", account.nodeTagValue());
        for (QueueSettings queue : standIn.queueSettings()) {
            variables.put(queue.name() + "_queue_arn", standIn.queues().arn(queue.name()));
            variables.put(queue.name() + "_dlq_arn", standIn.queues().arn(queue.name() + "-dlq"));
        }
        return variables;
    }
}
