package io.certfleet.standin.iam;

import static io.certfleet.standin.iam.Documents.allow;
import static io.certfleet.standin.iam.Documents.ofRole;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final String TAG = "ssm:resourceTag/certfleet";
    private static final String TEMPLATE =
            "arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1";

    private static boolean holds(String operator, String key, List<String> values, Map<String, List<String>> context) {
        return Condition.of(operator, key, values)
                .holds(new Request(Principal.role(Documents.ROLE), "ssm:SendCommand", "*", context));
    }

    private static boolean holds(String operator, String value, String given) {
        return holds(operator, TAG, List.of(value), Map.of(TAG, List.of(given)));
    }

    private static boolean withoutKey(String operator) {
        return holds(operator, TAG, List.of("certfleet"), Map.of());
    }

    @Test
    void a_tag_must_be_the_one() {
        assertThat(holds("StringEquals", "certfleet", "certfleet")).isTrue();
        assertThat(holds("StringEquals", "certfleet", "Certfleet")).isFalse();
        assertThat(holds("StringEquals", "certfleet", "other")).isFalse();
        assertThat(holds("StringEquals", "cert*", "certfleet")).isFalse();
        assertThat(holds("StringEqualsIgnoreCase", "certfleet", "Certfleet")).isTrue();
        assertThat(holds(
                        "StringEquals",
                        TAG,
                        List.of("certfleet"),
                        Map.of("ssm:resourceTag/another", List.of("certfleet"))))
                .isFalse();
    }

    @Test
    void a_template_must_be_the_one() {
        String key = "acm-pca:TemplateArn";
        for (String operator : List.of("StringEquals", "ArnEquals", "ArnLike")) {
            assertThat(holds(operator, key, List.of(TEMPLATE), Map.of(key, List.of(TEMPLATE))))
                    .isTrue();
            assertThat(holds(
                            operator,
                            key,
                            List.of(TEMPLATE),
                            Map.of(key, List.of("arn:aws:acm-pca:::template/EndEntityCertificate/V1"))))
                    .isFalse();
            assertThat(holds(operator, key, List.of(TEMPLATE), Map.of())).isFalse();
        }
        assertThat(holds(
                        "ArnLike",
                        key,
                        List.of("arn:aws:acm-pca:::template/EndEntityClientAuth*"),
                        Map.of(key, List.of(TEMPLATE))))
                .isTrue();
    }

    @Test
    void patterns_are_for_like_only() {
        assertThat(holds("StringLike", "cert*", "certfleet")).isTrue();
        assertThat(holds("StringLike", "cert?", "certfleet")).isFalse();
        assertThat(holds("StringNotLike", "cert*", "certfleet")).isFalse();
        assertThat(holds("StringNotLike", "cert*", "other")).isTrue();
    }

    @Test
    void names_of_keys_are_the_same_in_upper_and_lower_case() {
        assertThat(holds("StringEquals", "SSM:ResourceTag/certfleet", List.of("a"), Map.of(TAG, List.of("a"))))
                .isTrue();
    }

    @Test
    void of_several_values_one_must_match_or_none_if_negated() {
        List<String> values = List.of("a", "b");
        assertThat(holds("StringEquals", TAG, values, Map.of(TAG, List.of("b"))))
                .isTrue();
        assertThat(holds("StringEquals", TAG, values, Map.of(TAG, List.of("c"))))
                .isFalse();
        assertThat(holds("StringNotEquals", TAG, values, Map.of(TAG, List.of("b"))))
                .isFalse();
        assertThat(holds("StringNotEquals", TAG, values, Map.of(TAG, List.of("c"))))
                .isTrue();
        assertThat(holds(
                        "ArnNotEquals", "aws:SourceArn", List.of(TEMPLATE), Map.of("aws:SourceArn", List.of(TEMPLATE))))
                .isFalse();
        assertThat(holds(
                        "ArnNotLike",
                        "aws:SourceArn",
                        List.of("arn:aws:x:::y"),
                        Map.of("aws:SourceArn", List.of(TEMPLATE))))
                .isTrue();
    }

    @Test
    void a_missing_key_meets_negated_operators_and_those_that_say_if_exists_only() {
        for (String operator : List.of("StringEquals", "StringLike", "ArnEquals", "ArnLike", "Bool")) {
            assertThat(withoutKey(operator)).as(operator).isFalse();
            assertThat(withoutKey(operator + "IfExists")).as(operator).isTrue();
        }
        for (String operator : List.of("StringNotEquals", "StringNotLike", "ArnNotEquals", "ArnNotLike")) {
            assertThat(withoutKey(operator)).as(operator).isTrue();
        }
        assertThat(holds("StringEqualsIfExists", "certfleet", "other")).isFalse();
    }

    @Test
    void null_asks_whether_a_key_is_missing() {
        assertThat(holds("Null", TAG, List.of("true"), Map.of())).isTrue();
        assertThat(holds("Null", TAG, List.of("true"), Map.of(TAG, List.of("a"))))
                .isFalse();
        assertThat(holds("Null", TAG, List.of("false"), Map.of(TAG, List.of("a"))))
                .isTrue();
        assertThat(holds("Null", TAG, List.of("false"), Map.of())).isFalse();
    }

    @Test
    void bool_compares_truth() {
        assertThat(holds(
                        "Bool",
                        "aws:SecureTransport",
                        List.of("false"),
                        Map.of("aws:SecureTransport", List.of("false"))))
                .isTrue();
        assertThat(holds(
                        "Bool",
                        "aws:SecureTransport",
                        List.of("false"),
                        Map.of("aws:SecureTransport", List.of("true"))))
                .isFalse();
    }

    @Test
    void a_key_with_several_values_needs_a_quantifier() {
        Map<String, List<String>> context = Map.of(TAG, List.of("a", "b"));
        assertThat(holds("StringEquals", TAG, List.of("a"), context)).isFalse();
        assertThat(holds("ForAnyValue:StringEquals", TAG, List.of("a"), context))
                .isTrue();
        assertThat(holds("ForAnyValue:StringEquals", TAG, List.of("c"), context))
                .isFalse();
        assertThat(holds("ForAllValues:StringEquals", TAG, List.of("a"), context))
                .isFalse();
        assertThat(holds("ForAllValues:StringEquals", TAG, List.of("b", "a"), context))
                .isTrue();
        assertThat(withoutKey("ForAnyValue:StringEquals")).isFalse();
        assertThat(withoutKey("ForAnyValue:StringNotEquals")).isFalse();
        assertThat(withoutKey("ForAllValues:StringEquals")).isTrue();
    }

    @Test
    void all_conditions_of_a_statement_must_hold() {
        Policy policy = ofRole("{Effect: Allow, Action: 'a:B', Resource: '*', Condition: {StringEquals: {'" + TAG
                + "': certfleet, 'aws:RequestedRegion': us-east-1}, Bool: {'aws:ViaAWSService': false}}}");
        Map<String, String> context =
                Map.of(TAG, "certfleet", "aws:RequestedRegion", "us-east-1", "aws:ViaAWSService", "false");
        assertThat(policy.allows(Documents.request("a:B", "*", context))).isTrue();
        context.keySet().forEach(key -> {
            Map<String, String> changed = new HashMap<>(context);
            changed.put(key, "true");
            assertThat(policy.allows(Documents.request("a:B", "*", changed)))
                    .as(key)
                    .isFalse();
        });
    }

    @Test
    void a_statement_without_conditions_is_not_limited_by_the_context() {
        assertThat(ofRole(allow("a:B", "*")).allows(Documents.request("a:B", "*", Map.of(TAG, "x"))))
                .isTrue();
    }
}
