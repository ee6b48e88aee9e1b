package io.certfleet.local.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certfleet.local.Template;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleTest {

    private static Role role(String document) {
        return Role.of("checker", Documents.ROLE, Documents.yaml(document));
    }

    @Test
    void the_allowed_actions_are_those_of_all_statements_that_allow() {
        assertThat(role("""
                                Statement:
                                  - {Effect: Allow, Action: [b:B, a:A], Resource: x}
                                  - {Effect: Allow, Action: a:A, Resource: y}
                                  - {Effect: Deny, Action: "c:*", Resource: "*"}
                                """).allowedActions()).containsExactly("a:A", "b:B");
    }

    @Test
    void an_action_that_is_not_named_in_full_is_refused() {
        for (String action : new String[] {"Action: 'a:*'", "Action: 'a:?'", "NotAction: 'a:A'"}) {
            assertThatThrownBy(() -> role("{Statement: [{Effect: Allow, " + action + ", Resource: x}]}"))
                    .hasMessageContaining("not named in full");
        }
    }

    @Test
    void a_mark_must_be_of_an_allowed_action_and_say_a_reason() {
        String statement = "Statement: [{Effect: Allow, Action: a:A, Resource: x}]";
        assertThat(role("{" + statement + ", NotUsedLocally: {'a:A': because}}").notUsedLocally())
                .isEqualTo(Map.of("a:A", "because"));
        for (String mark : new String[] {"{'a:B': because}", "{'a:A': ''}", "{'a:A': ' '}"}) {
            assertThatThrownBy(() -> role("{" + statement + ", NotUsedLocally: " + mark + "}"))
                    .hasMessageContaining("marks");
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
