package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.RowFaulty;
import io.certfleet.rotation.Row;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RowWarningsTest {
    private static final RowFaulty FAULTY = new RowFaulty(ID);
    private static final String BAD = "attribute expiry is 'soon': not a time";

    private final IssuerBench bench = new IssuerBench();

    private String text(String attribute) {
        return bench.table.row(ID).containsKey(attribute)
                ? bench.table.row(ID).get(attribute).s()
                : "none";
    }

    @Test
    void the_row_says_what_is_wrong_with_it_once_and_nobody_gets_a_mail() {
        bench.table.put(Row.of(ID).with("expiry", "soon").with("Enabled", "true"));
        assertThat(bench.handle(FAULTY)).isEmpty();
        assertThat(text("lastError")).isEqualTo(BAD);
        assertThat(text("warning")).startsWith(BAD).contains("attribute Enabled is unknown", "enabled");
        assertThat(text("state")).isEqualTo("none");
        bench.pass(Duration.ofHours(1));
        bench.table.put(new Row(bench.table.row(ID)).with("lastError", "another"));
        assertThat(bench.handle(FAULTY)).isEmpty();
        assertThat(text("lastError")).isEqualTo("another");
        assertThat(text("warnedAt")).isEqualTo(START.toString());
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void a_name_that_nearly_is_known_is_not_an_error() {
        bench.table.put(Row.of(ID).with("KeyPath", "/etc/other"));
        assertThat(bench.handle(FAULTY)).isEmpty();
        assertThat(text("warning")).contains("attribute KeyPath is unknown", "keyPath");
        assertThat(text("lastError")).isEqualTo("none");
    }

    @Test
    void what_is_cured_is_taken_out_and_the_error_of_an_attempt_stays() {
        bench.table.put(Row.of(ID).with("expiry", "soon"));
        bench.handle(FAULTY);
        Row cured = new Row(bench.table.row(ID)).with("expiry", START);
        bench.table.put(cured);
        assertThat(bench.handle(FAULTY)).isEmpty();
        assertThat(bench.table.row(ID)).doesNotContainKeys("warning", "warnedAt", "lastError");
        bench.table.put(cured.with("lastError", "generate-csr: Failed"));
        bench.handle(FAULTY);
        assertThat(text("lastError")).isEqualTo("generate-csr: Failed");
        assertThat(text("warning")).isEqualTo("none");
    }

    @Test
    void a_row_that_is_gone_or_says_it_already_is_left() {
        assertThat(bench.handle(FAULTY)).isEmpty();
        assertThat(bench.table.has(ID)).isFalse();
    }
}
