package io.certfleet.standin.iam;

import static io.certfleet.standin.iam.Documents.allow;
import static io.certfleet.standin.iam.Documents.ofQueue;
import static io.certfleet.standin.iam.Documents.ofRole;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the stand-in does not understand, it does not read: a policy that is half understood protects nothing. */
class RefusedPolicyTest {
    private static final String TAG = "ssm:resourceTag/certfleet";

    @Test
    void a_policy_that_is_not_understood_is_not_read() {
        for (String wrong : new String[] {
            "{Effect: Allow, Action: 'sqs:SendMessage', Resource: '*', Conditions: {}}",
            "{Effect: allow, Action: 'sqs:SendMessage', Resource: '*'}",
            "{Effect: Allow, Action: 'sqs:SendMessage'}",
            "{Effect: Allow, Resource: '*'}",
            "{Effect: Allow, Action: 'sqs:SendMessage', NotAction: 'sqs:DeleteMessage', Resource: '*'}",
            "{Effect: Allow, Action: {a: b}, Resource: '*'}",
            "{Effect: Allow, Principal: '*', Action: 'sqs:SendMessage', Resource: '*'}"
        }) {
            assertThatThrownBy(() -> ofRole(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        for (String wrong : new String[] {
            allow("sqs:SendMessage", "*"),
            "{Effect: Allow, Principal: 'everyone', Action: 'sqs:SendMessage', Resource: '*'}",
            "{Effect: Allow, Principal: {Federated: x}, Action: 'sqs:SendMessage', Resource: '*'}",
            "{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'sqs:*', Resource: '*'}"
        }) {
            assertThatThrownBy(() -> ofQueue(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Policy.ofRole(Documents.yaml("Statement: []")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_operator_that_is_not_known_is_refused() {
        for (String operator : List.of(
                "StringMatches",
                "stringEquals",
                "DateLessThan",
                "ForSomeValues:StringEquals",
                "StringEqualsifexists")) {
            assertThatThrownBy(() -> Condition.of(operator, TAG, List.of("a")))
                    .hasMessageContaining("does not know the condition operator");
        }
    }

    @Test
    void a_key_that_is_not_known_is_refused() {
        for (String key : List.of("aws:RequestTag/x", "ssm:resourceTags/certfleet", "acm-pca:Template", "x")) {
            assertThatThrownBy(() -> Condition.of("StringEquals", key, List.of("a")))
                    .hasMessageContaining("does not know the condition key");
        }
        assertThatThrownBy(() -> ofRole(
                        "{Effect: Deny, Action: 'a:B', Resource: '*', Condition: {StringEquals: {'aws:userid': x}}}"))
                .hasMessageContaining("aws:userid");
    }

    @Test
    void a_condition_without_a_value_is_refused() {
        assertThatThrownBy(() -> Condition.of("StringEquals", TAG, List.of())).hasMessageContaining("no value");
    }
}
