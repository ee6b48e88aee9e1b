package io.certfleet.standin.rolesanywhere;

import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.StandInSettings;
import io.certfleet.standin.iam.HostRole;
import io.certfleet.standin.rolesanywhere.TestCa.Wish;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session needs a role that exists and trusts the certificate. */
class TrustPolicyTest {
    private static final String DENIED = "Unable to assume role for " + ROLE;

    @TempDir
    Path folder;

    private RolesAnywhereFixture rolesAnywhere;

    @BeforeEach
    void create() {
        rolesAnywhere = new RolesAnywhereFixture(folder);
    }

    private void trust(JsonNode policy) {
        rolesAnywhere.roles.add(ROLE, policy);
    }

    private JsonNode terraforms() {
        return HostRole.trustPolicy(StandInSettings.in(folder).infrastructure(), rolesAnywhere.trustAnchorArn);
    }

    private void assertGranted(String subject) {
        rolesAnywhere.granted(rolesAnywhere.helper(Wish.good().subject(subject)).call());
    }

    private void assertDenied(String subject) {
        rolesAnywhere.assertDenied(
                rolesAnywhere.helper(Wish.good().subject(subject)).call(), DENIED);
    }

    @Test
    void the_role_of_terraform_is_given_to_hosts_only() {
        trust(terraforms());
        assertGranted("CN=mi-0123456789abcdef0");
        assertGranted("CN=i-0123456789abcdef0");
        assertDenied("CN=web");
        assertDenied("CN=xmi-0123456789abcdef0");
        assertDenied("O=mi-0123456789abcdef0");
    }

    @Test
    void a_role_is_not_given_by_another_trust_anchor_of_the_same_ca() {
        trust(terraforms());
        SigningHelper other = rolesAnywhere.helper(Wish.good());
        other.query.put("trustAnchorArn", rolesAnywhere.service.trust("arn:ca"));
        rolesAnywhere.assertDenied(other.call(), DENIED);
    }

    @Test
    void a_role_that_a_profile_names_and_that_does_not_exist_is_not_given() {
        String unknown = "arn:aws:iam::111122223333:role/unknown";
        SigningHelper helper = rolesAnywhere.helper(Wish.good());
        helper.query.put("profileArn", rolesAnywhere.service.profile(List.of(unknown)));
        helper.query.put("roleArn", unknown);
        rolesAnywhere.assertDenied(helper.call(), "Unable to assume role for " + unknown);
        rolesAnywhere.roles.add(unknown, RolesAnywhereFixture.ALL_MAY);
        rolesAnywhere.granted(helper.call());
    }

    @Test
    void a_role_must_allow_the_role_its_tags_and_its_source_identity() {
        for (int left = 0; left < 3; left++) {
            JsonNode policy = RolesAnywhereFixture.ALL_MAY.deepCopy();
            ((ArrayNode) policy.at("/Statement/0/Action")).remove(left);
            trust(policy);
            assertDenied("CN=mi-1");
        }
    }

    @Test
    void a_role_for_another_service_is_not_given() {
        JsonNode policy = RolesAnywhereFixture.ALL_MAY.deepCopy();
        ((ObjectNode) policy.at("/Statement/0")).putObject("Principal").put("Service", "lambda.amazonaws.com");
        trust(policy);
        assertDenied("CN=mi-1");
    }

    @Test
    void a_role_may_ask_for_any_part_of_subject_and_issuer_and_for_the_source_identity() {
        for (Map.Entry<String, String> asked : Map.of(
                        "aws:PrincipalTag/x509Subject/O", "Example, Inc.",
                        "aws:PrincipalTag/x509Subject/OU", "a/b",
                        "aws:PrincipalTag/x509Issuer/CN", "root",
                        "sts:SourceIdentity", "CN=mi-1",
                        "aws:SourceAccount", "111122223333")
                .entrySet()) {
            JsonNode policy = RolesAnywhereFixture.ALL_MAY.deepCopy();
            ObjectNode condition = ((ObjectNode) policy.at("/Statement/0"))
                    .putObject("Condition")
                    .putObject("StringEquals");
            condition.put(asked.getKey(), asked.getValue());
            trust(policy);
            assertGranted("CN=mi-1,O=Example\\, Inc.,OU=a,OU=b");
            condition.put(asked.getKey(), "other");
            trust(policy);
            assertDenied("CN=mi-1,O=Example\\, Inc.,OU=a,OU=b");
        }
    }

    @Test
    void a_trust_policy_has_no_resource() {
        ObjectNode policy = RolesAnywhereFixture.ALL_MAY.deepCopy();
        ((ObjectNode) policy.at("/Statement/0")).put("Resource", "*");
        assertThatThrownBy(() -> trust(policy)).hasMessageContaining("prohibited field Resource");
    }

    @Test
    void the_session_is_that_of_the_role_named_after_the_certificate() {
        SigningHelper helper = rolesAnywhere.helper(Wish.good());
        JsonNode set = rolesAnywhere.granted(helper.call()).at("/credentialSet/0");
        String key = set.at("/credentials/accessKeyId").asText();
        var session = rolesAnywhere.issued.find(key).orElseThrow();
        assertThat(session.arn()).isEqualTo(set.at("/assumedRoleUser/arn").asText());
        assertThat(session.token())
                .isEqualTo(set.at("/credentials/sessionToken").asText());
        assertThat(session.expiration()).isEqualTo(TestCa.NOW.plusSeconds(3600));
        assertThat(rolesAnywhere.issued.find(key + "x")).isEmpty();
    }
}
