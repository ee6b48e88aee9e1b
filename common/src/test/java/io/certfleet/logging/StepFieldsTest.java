package io.certfleet.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class StepFieldsTest {

    private static Map<String, String> fields(String format, Object... values) {
        ExtLogRecord line = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, StepFieldsTest.class.getName());
        line.setParameters(values);
        assertThat(new StepFields().isLoggable(line)).isTrue();
        return line.getMdcCopy();
    }

    @Test
    void what_the_format_names_becomes_a_field() {
        assertThat(fields("claimed hostID=%s attempts=%d reason=%s", "mi-1", 3, "no certificate yet"))
                .isEqualTo(Map.of("hostID", "mi-1", "attempts", "3", "reason", "no certificate yet"));
    }

    @Test
    void values_without_a_name_and_conversions_without_a_value_are_passed_over() {
        assertThat(fields("%s at %d%% after %.1f s%n hostID=%s", "sweep", 10, 2.0, "mi-1"))
                .isEqualTo(Map.of("hostID", "mi-1"));
    }

    @Test
    void a_value_cannot_become_a_field() {
        assertThat(fields("failed hostID=%s reason=%s", "mi-1", "hostID=mi-2 serial=%s"))
                .isEqualTo(Map.of("hostID", "mi-1", "reason", "hostID=mi-2 serial=%s"));
    }

    @Test
    void a_value_that_is_missing_is_not_a_field() {
        assertThat(fields("claimed hostID=%s reason=%s", "mi-1")).isEqualTo(Map.of("hostID", "mi-1"));
        assertThat(fields("claimed hostID=%s", (Object) null)).isEmpty();
    }
}
