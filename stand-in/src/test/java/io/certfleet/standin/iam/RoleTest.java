package io.certfleet.standin.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certfleet.standin.terraform.Template;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleTest {

    private static Role role(String document) {
        return Role.of("checker", Documents.ROLE, Documents.yaml(document));
    }

    @Test
    void the_grants_are_the_actions_of_all_statements_that_allow() {
        assertThat(role("""
                                Statement:
                                  - {Sid: One, Effect: Allow, Action: [b:B, a:A], Resource: x}
                                  - {Sid: Two, Effect: Allow, Action: a:A, Resource: y}
                                  - {Sid: Three, Effect: Deny, Action: "c:*", Resource: "*"}
                                """).grants())
                .containsExactly(new Grant("One", "b:B"), new Grant("One", "a:A"), new Grant("Two", "a:A"));
    }

    @Test
    void two_statements_of_one_name_are_refused() {
        assertThatThrownBy(() -> role("""
                        Statement:
                          - {Sid: One, Effect: Allow, Action: a:A, Resource: x}
                          - {Sid: One, Effect: Deny, Action: a:B, Resource: y}
                        """)).hasMessageContaining("two statements are called One");
    }

    @Test
    void without_a_grant_the_others_stay() {
        Role role = role("""
                Statement:
                  - {Sid: One, Effect: Allow, Action: [b:B, a:A], Resource: "*"}
                  - {Sid: Two, Effect: Allow, Action: a:A, Resource: "*"}
                """);
        assertThat(role.without(new Grant("One", "a:A")).grants())
                .containsExactly(new Grant("One", "b:B"), new Grant("Two", "a:A"));
        assertThat(role.without(new Grant("Two", "a:A")).grants())
                .containsExactly(new Grant("One", "b:B"), new Grant("One", "a:A"));
    }

    @Test
    void an_action_that_is_not_named_in_full_is_refused() {
        for (String action : new String[] {"Action: 'a:*'", "Action: 'a:?'", "NotAction: 'a:A'"}) {
            assertThatThrownBy(() -> role("{Statement: [{Sid: One, Effect: Allow, " + action + ", Resource: x}]}"))
                    .hasMessageContaining("not named in full");
        }
    }

    @Test
    void an_exemption_is_of_an_action_or_of_one_statements_action_and_says_a_reason() {
        String statements = "Statement: [{Sid: One, Effect: Allow, Action: a:A, Resource: x},"
                + " {Sid: Two, Effect: Allow, Action: a:A, Resource: y}]";
        Grant one = new Grant("One", "a:A");
        Grant two = new Grant("Two", "a:A");
        Exemptions both =
                role("{" + statements + ", NotUsedLocally: {'a:A': because}}").exemptions();
        assertThat(both.excuse(one) && both.isNever(one) && both.excuse(two) && both.isNever(two))
                .isTrue();
        Exemptions single = role("{" + statements + ", UsedInSomeLocalRuns: {'One/a:A': because}}")
                .exemptions();
        assertThat(single.excuse(one)).isTrue();
        assertThat(single.isNever(one)).isFalse();
        assertThat(single.excuse(two)).isFalse();
        for (String exemption :
                new String[] {"{'a:B': because}", "{'Three/a:A': because}", "{'a:A': ''}", "{'a:A': ' '}"}) {
            for (String kind : new String[] {"NotUsedLocally", "UsedInSomeLocalRuns"}) {
                assertThatThrownBy(() -> role("{" + statements + ", " + kind + ": " + exemption + "}"))
                        .hasMessageContaining("exemption");
            }
        }
    }

    @Test
    void a_template_knows_names_and_nothing_else() {
        assertThat(Template.render("f", "a ${name} ${name}", Map.of("name", "$1")))
                .isEqualTo("a $1 $1");
        for (String wrong : new String[] {"${other}", "$${name}", "%{ if x }", "${ name }", "${jsonencode(name)}"}) {
            assertThatThrownBy(() -> Template.render("f", wrong, Map.of("name", "x")))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
