package io.certfleet.standin.iam;

import static io.certfleet.standin.iam.Documents.QUEUE;
import static io.certfleet.standin.iam.Documents.ROLE;
import static io.certfleet.standin.iam.Documents.allow;
import static io.certfleet.standin.iam.Documents.deny;
import static io.certfleet.standin.iam.Documents.ofQueue;
import static io.certfleet.standin.iam.Documents.ofRole;
import static io.certfleet.standin.iam.Documents.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Request SEND = request("sqs:SendMessage", QUEUE);

    private static Decision decide(Policy identity, Policy resource) {
        return Decision.of(identity, resource, SEND);
    }

    private static boolean allows(String statement, String action, String resource) {
        return Decision.of(ofRole(statement), Policy.NONE, request(action, resource))
                .allowed();
    }

    private static String ofRoleOrQueue(String effect, String principal) {
        return "{Effect: " + effect + ", Principal: " + principal + ", Action: 'sqs:SendMessage', Resource: '" + QUEUE
                + "'}";
    }

    @Test
    void what_nobody_allows_is_denied_and_says_so() {
        assertThat(decide(Policy.NONE, Policy.NONE))
                .isEqualTo(new Decision(false, "because no identity-based policy allows the sqs:SendMessage action"));
    }

    @Test
    void the_roles_policy_alone_is_enough() {
        assertThat(decide(ofRole(allow("sqs:SendMessage", QUEUE)), Policy.NONE).allowed())
                .isTrue();
    }

    @Test
    void the_queues_policy_alone_is_enough() {
        assertThat(decide(Policy.NONE, ofQueue(ofRoleOrQueue("Allow", "{AWS: '" + ROLE + "'}")))
                        .allowed())
                .isTrue();
    }

    @Test
    void a_queues_policy_for_somebody_else_allows_nothing() {
        assertThat(decide(Policy.NONE, ofQueue(ofRoleOrQueue("Allow", "{AWS: '" + ROLE + "2'}")))
                        .allowed())
                .isFalse();
        assertThat(decide(Policy.NONE, ofQueue(ofRoleOrQueue("Allow", "{Service: '" + ROLE + "'}")))
                        .allowed())
                .isFalse();
    }

    @Test
    void a_denial_by_the_role_wins_over_every_allowance() {
        Policy role = ofRole(allow("sqs:*", "*"), deny("sqs:SendMessage", QUEUE));
        assertThat(decide(role, ofQueue(ofRoleOrQueue("Allow", "'*'"))))
                .isEqualTo(new Decision(false, "with an explicit deny in an identity-based policy"));
    }

    @Test
    void a_denial_by_the_queue_wins_over_every_allowance() {
        assertThat(decide(Policy.ALL, ofQueue(ofRoleOrQueue("Allow", "'*'"), ofRoleOrQueue("Deny", "'*'"))))
                .isEqualTo(new Decision(false, "with an explicit deny in a resource-based policy"));
    }

    @Test
    void a_denial_of_something_else_denies_nothing() {
        Policy role = ofRole(allow("sqs:SendMessage", QUEUE), deny("sqs:ReceiveMessage", QUEUE));
        assertThat(decide(role, Policy.NONE).allowed()).isTrue();
    }

    @Test
    void not_principal_is_about_all_others() {
        String denied = "{Effect: Deny, NotPrincipal: {AWS: '%s'}, Action: 'sqs:SendMessage', Resource: '*'}";
        assertThat(decide(Policy.ALL, ofQueue(denied.formatted(ROLE))).allowed())
                .isTrue();
        assertThat(decide(Policy.ALL, ofQueue(denied.formatted(ROLE + "2"))).allowed())
                .isFalse();
    }

    @Test
    void a_service_of_aws_has_no_policy_of_its_own() {
        Request event = new Request(Principal.service("events.amazonaws.com"), "sqs:SendMessage", QUEUE, Map.of());
        assertThat(Decision.of(Policy.NONE, ofQueue(ofRoleOrQueue("Allow", "{Service: events.amazonaws.com}")), event)
                        .allowed())
                .isTrue();
        assertThat(Decision.of(Policy.NONE, Policy.NONE, event).reason())
                .isEqualTo("because no resource-based policy allows the sqs:SendMessage action");
    }

    @Test
    void an_action_named_in_full_is_that_action_and_no_longer_one() {
        assertThat(allows(allow("s3:GetObject", "*"), "s3:GetObject", "*")).isTrue();
        assertThat(allows(allow("s3:getobject", "*"), "s3:GetObject", "*")).isTrue();
        assertThat(allows(allow("s3:GetObject", "*"), "s3:GetObjectAcl", "*")).isFalse();
        assertThat(allows(allow("s3:GetObject", "*"), "s3:GetObjec", "*")).isFalse();
        assertThat(allows(allow("s3:GetObject", "*"), "sqs:GetObject", "*")).isFalse();
    }

    @Test
    void wildcards_stand_for_any_characters_and_for_exactly_one() {
        assertThat(allows(allow("s3:Get*", "*"), "s3:GetObjectAcl", "*")).isTrue();
        assertThat(allows(allow("s3:Get*", "*"), "s3:PutObject", "*")).isFalse();
        assertThat(allows(allow("s3:Ge?Object", "*"), "s3:GetObject", "*")).isTrue();
        assertThat(allows(allow("s3:Ge?Object", "*"), "s3:GeObject", "*")).isFalse();
        assertThat(allows(allow("s3:GetO.ject", "*"), "s3:GetObject", "*")).isFalse();
    }

    @Test
    void a_resource_is_compared_letter_by_letter_and_part_by_part() {
        String bucket = "arn:aws:s3:::certfleet-crl/crl/";
        assertThat(allows(allow("s3:GetObject", bucket + "*.crl"), "s3:GetObject", bucket + "a.crl"))
                .isTrue();
        assertThat(allows(allow("s3:GetObject", bucket + "a.crl"), "s3:GetObject", bucket + "A.crl"))
                .isFalse();
        assertThat(allows(allow("sqs:SendMessage", "arn:aws:sqs:*:check"), "sqs:SendMessage", QUEUE))
                .isFalse();
        assertThat(allows(allow("sqs:SendMessage", "arn:aws:sqs:*:*:*-check"), "sqs:SendMessage", QUEUE))
                .isTrue();
        assertThat(allows(allow("sqs:SendMessage", "arn:aws:sqs:us*:certfleet-check"), "sqs:SendMessage", QUEUE))
                .isFalse();
    }

    @Test
    void an_action_without_resources_needs_every_resource() {
        assertThat(allows(allow("ssm:ListCommands", "*"), "ssm:ListCommands", Need.NO_RESOURCE))
                .isTrue();
        assertThat(allows(allow("ssm:ListCommands", "arn:aws:ssm:*:*:*"), "ssm:ListCommands", Need.NO_RESOURCE))
                .isFalse();
    }

    @Test
    void not_action_and_not_resource_leave_out_what_they_name() {
        String notAction = "{Effect: Allow, NotAction: 'sqs:SendMessage', Resource: '*'}";
        assertThat(allows(notAction, "sqs:ReceiveMessage", QUEUE)).isTrue();
        assertThat(allows(notAction, "sqs:SendMessage", QUEUE)).isFalse();
        String notResource = "{Effect: Allow, Action: 'sqs:SendMessage', NotResource: '" + QUEUE + "'}";
        assertThat(allows(notResource, "sqs:SendMessage", QUEUE + "-dlq")).isTrue();
        assertThat(allows(notResource, "sqs:SendMessage", QUEUE)).isFalse();
    }
}
