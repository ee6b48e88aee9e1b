package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputTest {
    private static final String TITLE = "\n----------ERROR-------\n";

    @Test
    void output_and_error_are_joined_as_the_agent_joins_them() {
        assertThat(new Output("", "").combined()).isEmpty();
        assertThat(new Output("out", "").combined()).isEqualTo("out");
        assertThat(new Output("", "error").combined()).isEqualTo(TITLE + "error");
        assertThat(new Output("out", "error").combined()).isEqualTo("out" + TITLE + "error");
    }

    @Test
    void output_of_2499_characters_is_whole_and_of_2500_is_cut() {
        assertThat(new Output("o".repeat(2499), "").combined()).isEqualTo("o".repeat(2499));
        assertThat(new Output("o".repeat(2500), "").combined()).hasSize(2500).endsWith("o\n---Output truncated---");
    }

    @Test
    void the_longer_of_both_is_cut() {
        assertThat(new Output("out", "e".repeat(5000)).combined())
                .hasSize(2500)
                .startsWith("out" + TITLE + "eee")
                .endsWith("e\n---Error truncated----");
        assertThat(new Output("o".repeat(5000), "error").combined())
                .hasSize(2500)
                .endsWith("o\n---Output truncated---" + TITLE + "error");
    }

    @Test
    void both_are_cut_when_both_are_long() {
        assertThat(new Output("o".repeat(5000), "e".repeat(5000)).combined())
                .hasSizeLessThanOrEqualTo(2500)
                .contains("o\n---Output truncated---" + TITLE + "e")
                .endsWith("e\n---Error truncated----");
    }

    @Test
    void output_of_just_half_the_room_is_whole_beside_errors_that_are_cut() {
        for (int out : new int[] {1237, 1238}) {
            assertThat(new Output("o".repeat(out), "e".repeat(3000)).combined())
                    .hasSize(2500)
                    .startsWith("o".repeat(out) + TITLE + "e")
                    .endsWith("e\n---Error truncated----");
        }
        assertThat(new Output("o".repeat(3000), "e".repeat(1238)).combined())
                .hasSize(2500)
                .endsWith("o\n---Output truncated---" + TITLE + "e".repeat(1238));
    }

    @Test
    void bytes_are_counted_and_cut() {
        assertThat(new Output("\u00e9".repeat(1249), "").combined()).isEqualTo("\u00e9".repeat(1249));
        String cut = new Output("\u00e9".repeat(1250), "").combined();
        // 2,477 bytes are 1,238 characters and a half.
        assertThat(cut).isEqualTo("\u00e9".repeat(1238) + "\uFFFD" + "\n---Output truncated---");
        assertThat(new Output("\u00e9".repeat(12_000), "").standardOutput()).isEqualTo("\u00e9".repeat(12_000));
        assertThat(new Output("\u00e9".repeat(12_001), "").standardOutput())
                .isEqualTo("\u00e9".repeat(11_990) + "--output truncated--");
    }

    @Test
    void an_invocation_holds_24000_characters_of_output_and_8000_of_errors() {
        Output whole = new Output("o".repeat(24_000), "e".repeat(8_000));
        assertThat(whole.standardOutput()).isEqualTo("o".repeat(24_000));
        assertThat(whole.standardError()).isEqualTo("e".repeat(8_000));
        Output cut = new Output("o".repeat(24_001), "e".repeat(8_001));
        assertThat(cut.standardOutput()).hasSize(24_000).endsWith("o--output truncated--");
        assertThat(cut.standardError()).hasSize(8_000).endsWith("e--output truncated--");
    }
}
