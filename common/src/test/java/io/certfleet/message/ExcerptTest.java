package io.certfleet.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void what_fits_is_kept_and_one_more_is_cut() {
        assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
        assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc");
        assertThat(Excerpt.of("", 3)).isEmpty();
    }

    @Test
    void it_is_one_line() {
        assertThat(Excerpt.of("a\r\nb\u0000c\u0085d", 9)).isEqualTo("a  b c d");
    }

    @Test
    void no_character_is_cut_in_half() {
        assertThat(Excerpt.of("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(Excerpt.of("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
        assertThat(Excerpt.of("a\uD83D", 4)).isEqualTo("a ");
    }
}
