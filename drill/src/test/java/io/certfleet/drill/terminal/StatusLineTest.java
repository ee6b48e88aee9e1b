package io.certfleet.drill.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final String ERASE = "\r\033[K";

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private int columns = 80;
    private final StatusLine line =
            new StatusLine(new PrintStream(terminal, true, StandardCharsets.UTF_8), () -> columns);
    private final PrintStream others = line.others();

    private String printed() {
        String printed = terminal.toString(StandardCharsets.UTF_8);
        terminal.reset();
        return printed;
    }

    @Test
    void it_is_redrawn_in_its_place_and_never_reaches_the_last_column() {
        line.show("x".repeat(79));
        assertThat(printed()).isEqualTo(ERASE + "x".repeat(79));
        line.show("x".repeat(80));
        assertThat(printed()).isEqualTo(ERASE + "x".repeat(79));
        columns = 60;
        line.show("x".repeat(80));
        assertThat(printed()).isEqualTo(ERASE + "x".repeat(59));
        line.show("");
        assertThat(printed()).isEqualTo(ERASE);
    }

    @Test
    void what_others_print_stands_above_it() {
        line.show("status");
        printed();
        others.println("a warning");
        assertThat(printed()).isEqualTo(ERASE + "a warning\n" + ERASE + "status");
    }

    @Test
    void a_line_that_others_have_begun_is_theirs_until_it_ends() {
        line.show("status");
        printed();
        others.print("half ");
        line.show("newer");
        others.print("a line");
        assertThat(printed()).isEqualTo(ERASE + "half a line");
        others.print(" ends\n");
        assertThat(printed()).isEqualTo(" ends\n" + ERASE + "newer");
    }

    @Test
    void without_a_status_others_print_as_ever() {
        others.println("a word");
        others.write('x');
        assertThat(printed()).isEqualTo("a word\nx");
    }
}
