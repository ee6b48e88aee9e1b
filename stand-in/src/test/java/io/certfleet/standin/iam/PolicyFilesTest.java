package io.certfleet.standin.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.StandInSettings;
import io.certfleet.standin.account.Account;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of {@code infra/terraform/policies} keep the roles from, whatever else they allow. */
class PolicyFilesTest {
    private static final List<String> SERVICES = List.of("checker", "issuer", "deployer", "crl-sync");
    private static final String CA = "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1";
    private static final String TEMPLATE =
            "arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1";

    @TempDir
    Path folder;

    private final Account account = Account.standard();
    private Permissions permissions;

    @BeforeEach
    void render() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "partition", "aws",
                "account", account.id(),
                "region", account.region(),
                "prefix", account.prefix(),
                "ca_arn", CA,
                "crl_key_prefix", "crl/",
                "crl_bucket_arn", "arn:aws:s3:::crls",
                "node_tag_key", account.nodeTagKey(),
                "node_tag_value", account.nodeTagValue()));
        variables.put("host_ca_arns", "[\"" + CA + "\"]");
        variables.put("table_arn", account.arn("dynamodb", "table/certfleet-inventory"));
        variables.put("table_key_arn", account.arn("kms", "key/1"));
        variables.put("topic_arn", account.arn("sns", "certfleet-notifications"));
        variables.put("topic_key_arn", account.arn("kms", "key/2"));
        for (String queue : List.of("check", "issue", "csr", "certificate", "installed", "crl")) {
            variables.put(queue + "_queue_arn", queue(queue));
            variables.put(queue + "_dlq_arn", queue(queue + "-dlq"));
        }
        permissions = Permissions.render(
                StandInSettings.in(folder).infrastructure(),
                account,
                variables,
                List.of(account.roleArn("operator"), account.roleArn("administrator")),
                folder);
    }

    private String queue(String name) {
        return account.arn("sqs", "certfleet-" + name);
    }

    private String document(String name) {
        return account.arn("ssm", "document/" + name);
    }

    private boolean may(String caller, Need need) {
        return permissions.decide(permissions.role(caller).orElseThrow(), need).allowed();
    }

    private boolean may(String caller, String action, String resource) {
        return may(caller, new Need(action, resource));
    }

    private Stream<String> whoMay(String action, String resource) {
        return Stream.concat(SERVICES.stream(), Stream.of("operator", "administrator"))
                .filter(caller -> may(caller, action, resource));
    }

    @Test
    void each_service_runs_its_own_document_only() {
        assertThat(whoMay("ssm:SendCommand", document("certfleet-generate-csr")))
                .containsExactly("issuer", "administrator");
        assertThat(whoMay("ssm:SendCommand", document("certfleet-install-certificate")))
                .containsExactly("deployer", "administrator");
        assertThat(whoMay("ssm:SendCommand", document("other-generate-csr"))).containsExactly("administrator");
        assertThat(whoMay("ssm:SendCommand", "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"))
                .containsExactly("administrator");
    }

    @Test
    void nodes_are_reached_by_their_tag_only() {
        for (String node : List.of(
                account.arn("ssm", "managed-instance/mi-00000000000000001"), account.arn("ec2", "instance/i-1"))) {
            for (String caller : List.of("issuer", "deployer")) {
                assertThat(may(caller, tagged(node, "certfleet", "certfleet"))).isTrue();
                assertThat(may(caller, tagged(node, "certfleet", "other"))).isFalse();
                assertThat(may(caller, tagged(node, "other", "certfleet"))).isFalse();
                assertThat(may(caller, "ssm:SendCommand", node)).isFalse();
            }
            assertThat(may("checker", tagged(node, "certfleet", "certfleet"))).isFalse();
            assertThat(may("operator", tagged(node, "certfleet", "certfleet"))).isFalse();
        }
    }

    private static Need tagged(String node, String key, String value) {
        return new Need("ssm:SendCommand", node, Map.of("ssm:resourceTag/" + key, List.of(value)));
    }

    @Test
    void the_issuer_alone_issues_and_with_that_template_from_that_ca_only() {
        for (String caller : SERVICES) {
            assertThat(may(caller, issuance(CA, TEMPLATE))).isEqualTo(caller.equals("issuer"));
            assertThat(may(caller, "acm-pca:RevokeCertificate", CA)).isEqualTo(caller.equals("issuer"));
        }
        assertThat(may("issuer", issuance(CA + "2", TEMPLATE))).isFalse();
        assertThat(may("issuer", issuance(CA, "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1")))
                .isFalse();
        assertThat(may("issuer", "acm-pca:IssueCertificate", CA)).isFalse();
    }

    private static Need issuance(String authority, String template) {
        return new Need("acm-pca:IssueCertificate", authority, Map.of("acm-pca:TemplateArn", List.of(template)));
    }

    @Test
    void crl_sync_reads_crls_of_one_bucket() {
        assertThat(may("crl-sync", "s3:GetObject", "arn:aws:s3:::crls/crl/1.crl"))
                .isTrue();
        assertThat(may("crl-sync", "s3:GetObject", "arn:aws:s3:::crls/crl/1.txt"))
                .isFalse();
        assertThat(may("crl-sync", "s3:GetObject", "arn:aws:s3:::crls2/crl/1.crl"))
                .isFalse();
        assertThat(may("crl-sync", "s3:PutObject", "arn:aws:s3:::crls/crl/1.crl"))
                .isFalse();
    }

    @Test
    void the_table_is_written_by_those_only_who_change_rows() {
        String table = account.arn("dynamodb", "table/certfleet-inventory");
        assertThat(whoMay("dynamodb:UpdateItem", table))
                .containsExactly("issuer", "deployer", "operator", "administrator");
        assertThat(whoMay("dynamodb:PutItem", table)).containsExactly("operator", "administrator");
        assertThat(whoMay("dynamodb:UpdateItem", table + "2")).containsExactly("administrator");
    }

    @Test
    void the_checker_writes_the_pace_and_the_sweeps_lease_and_no_row() {
        assertThat(may("checker", update("certfleet#pace"))).isTrue();
        assertThat(may("checker", update("certfleet#sweep"))).isTrue();
        assertThat(may("checker", update("mi-0123456789abcdef0"))).isFalse();
        assertThat(may("checker", update("revocation#mi-0123456789abcdef0"))).isFalse();
        // ForAllValues is met by no value at all (IAM user guide): a call without a key is denied by the other
        // condition.
        assertThat(may("checker", "dynamodb:UpdateItem", account.arn("dynamodb", "table/certfleet-inventory")))
                .isFalse();
        assertThat(may("issuer", update("mi-0123456789abcdef0"))).isTrue();
    }

    private Need update(String key) {
        return new Need(
                "dynamodb:UpdateItem",
                account.arn("dynamodb", "table/certfleet-inventory"),
                Map.of("dynamodb:LeadingKeys", List.of(key)));
    }

    @Test
    void nobody_sends_but_those_who_may() {
        Map<String, List<String>> senders = Map.of(
                "check", List.of("checker", "operator", "administrator"),
                "issue", List.of("checker", "issuer", "deployer"),
                "csr", List.of("checker"),
                "certificate", List.of("checker", "issuer", "deployer", "crl-sync"),
                "installed", List.of("checker"),
                "crl", List.of("crl-sync", "operator", "administrator"),
                "check-dlq", List.of("checker"),
                "issue-dlq", List.of("issuer"),
                "installed-dlq", List.of("deployer"));
        senders.forEach((queue, callers) ->
                assertThat(whoMay("sqs:SendMessage", queue(queue))).as(queue).containsExactlyElementsOf(callers));
    }

    @Test
    void operators_send_into_the_other_queues_by_redrive_only() {
        Map<String, List<String>> redrive = Map.of("aws:CalledViaLast", List.of("sqs.amazonaws.com"));
        Map<String, List<String>> other = Map.of("aws:CalledViaLast", List.of("sns.amazonaws.com"));
        for (String queue : List.of("issue", "csr", "certificate", "installed")) {
            assertThat(may("operator", new Need("sqs:SendMessage", queue(queue), redrive)))
                    .isTrue();
            assertThat(may("operator", new Need("sqs:SendMessage", queue(queue), other)))
                    .isFalse();
            assertThat(may("administrator", new Need("sqs:SendMessage", queue(queue + "-dlq"), redrive)))
                    .isFalse();
        }
    }

    @Test
    void each_queue_takes_its_own_rules_events_only() {
        for (String queue : List.of("check", "issue", "csr", "certificate", "installed", "crl")) {
            boolean hasRule = List.of("csr", "certificate", "installed", "crl").contains(queue);
            assertThat(sends("events.amazonaws.com", queue, queue)).as(queue).isEqualTo(hasRule);
            assertThat(sends("events.amazonaws.com", "other", queue)).as(queue).isFalse();
            assertThat(sends("sns.amazonaws.com", queue, queue)).as(queue).isFalse();
        }
    }

    private boolean sends(String service, String rule, String queue) {
        return permissions
                .decide(
                        service,
                        account.arn("events", "rule/certfleet-" + rule),
                        new Need("sqs:SendMessage", queue(queue)))
                .allowed();
    }
}
