package io.certfleet.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotificationsTest {
    private final FakeSns topic = new FakeSns();

    @Test
    void a_subject_is_what_sns_takes_whatever_a_row_is_named() {
        topic.notifications().alarm("w\u00fcrfel\nmi-\u0001" + "x".repeat(200), "text");
        assertThat(topic.subjects().getFirst()).hasSize(99).startsWith("Certfleet: w?rfel mi- x");
    }

    @Test
    void a_text_of_8000_characters_is_sent_whole_and_a_longer_one_cut() {
        topic.notifications().alarm("a", "x".repeat(8000));
        topic.notifications().alarm("a", "x".repeat(8001));
        assertThat(topic.texts().getFirst()).isEqualTo("x".repeat(8000));
        assertThat(topic.texts().getLast()).isEqualTo("x".repeat(8000) + "...");
    }
}
