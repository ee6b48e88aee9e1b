package io.certfleet.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceMessagesTest {
    private static final String ID = "mi-0123456789abcdef0";
    private static final String ROTATION = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final Instant TIME = Instant.parse("2026-11-24T10:00:00.123Z");

    static Stream<Message> messages() {
        return Stream.of(
                new Message.Sweep(),
                new Message.VerifyCrl(false),
                new Message.VerifyCrl(true),
                new Message.Rotate(List.of(ID), "test", true),
                new Message.Revoke(ID, RevocationReason.A_A_COMPROMISE, Optional.of(new Serial("1")), true),
                new Message.Revoke(ID, RevocationReason.UNSPECIFIED, Optional.empty(), false),
                new Message.SweepSegment(0, 1, Optional.empty(), Optional.empty(), Optional.empty()),
                new Message.SweepSegment(3, 8, Optional.of(ID), Optional.of("sweep"), Optional.of(TIME)),
                new Message.RotateLater("request", TIME, List.of(ID), "test", true),
                new Message.RenewalDue(
                        ID,
                        ROTATION,
                        new Message.RenewalDue.Seen(
                                Optional.of(new Serial("a1")), "active", true, Optional.of("other")),
                        new Message.RenewalDue.Cause("due", TIME, false, false),
                        0,
                        Optional.of(TIME)),
                new Message.RenewalDue(
                        ID,
                        ROTATION,
                        new Message.RenewalDue.Seen(Optional.empty(), "new", false, Optional.empty()),
                        new Message.RenewalDue.Cause("due", TIME, true, true),
                        7,
                        Optional.empty()),
                revocation(Optional.of(new Serial("a1")), true, List.of(), List.of(), 0),
                revocation(
                        Optional.empty(),
                        false,
                        List.of(
                                new ListedCertificate(new Serial("a1"), TIME, Optional.of("arn")),
                                new ListedCertificate(new Serial("a2"), TIME, Optional.empty())),
                        List.of("digest"),
                        3),
                new Message.CommandFinished("command", ID),
                new Message.CertificateRevoked("arn", TIME),
                new Message.CertificateHeld(ID, new Serial("a1")),
                new Message.InstallDue(ID, ROTATION, 2));
    }

    private static Message.RevocationDue revocation(
            Optional<Serial> serial,
            boolean rotate,
            List<ListedCertificate> certificates,
            List<String> keys,
            int attempt) {
        return new Message.RevocationDue(
                ID,
                serial,
                serial.isEmpty(),
                new Message.RevocationDue.Request(RevocationReason.KEY_COMPROMISE, TIME, rotate, ROTATION),
                certificates,
                keys,
                attempt);
    }

    @Test
    void a_revocation_of_an_older_version_is_of_the_host_unless_it_names_a_serial() {
        String body = "{\"type\":\"revocation-due\",\"v\":1,\"hostId\":\"" + ID
                + "\",\"reason\":\"KEY_COMPROMISE\",\"rotationId\":\"" + ROTATION + "\",\"requestedAt\":\"" + TIME
                + "\"%s}";
        assertThat(Messages.read(body.formatted("")))
                .isEqualTo(revocation(Optional.empty(), false, List.of(), List.of(), 0));
        assertThat(Messages.read(body.formatted(",\"serial\":\"a1\"")))
                .isEqualTo(revocation(Optional.of(new Serial("a1")), false, List.of(), List.of(), 0));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_one_service_writes_another_reads(Message message) {
        assertThat(Messages.read(Messages.write(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_services_own_messages_carry_their_version_and_ignore_what_they_do_not_know(Message message) {
        String written = Messages.write(message);
        boolean operators = message instanceof Message.Sweep
                || message instanceof Message.VerifyCrl
                || message instanceof Message.Rotate
                || message instanceof Message.Revoke;
        assertThat(written.contains("\"v\":1")).isEqualTo(!operators);
        if (!operators) {
            assertThat(Messages.read(written.replaceFirst("}$", ",\"new\":{\"a\":[1]}}")))
                    .isEqualTo(message);
        }
    }

    @Test
    void events_are_for_aws_to_send() {
        assertThatThrownBy(() -> Messages.write(new Message.CertificateIssued("arn")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Messages.write(new Message.CrlObjectCreated("bucket", "key")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"certificate-held\",\"v\":1,\"hostId\":\"mi-0123456789abcdef0\"}",
                "{\"type\":\"sweep-segment\",\"v\":1,\"segment\":-1,\"segments\":1}",
                "{\"type\":\"sweep-segment\",\"v\":1,\"segment\":0,\"segments\":0}",
                "{\"type\":\"sweep-segment\",\"v\":1,\"segment\":0.5,\"segments\":1}",
                "{\"type\":\"sweep-segment\",\"v\":1,\"segment\":0,\"segments\":99999999999}",
                "{\"type\":\"install-due\",\"v\":1,\"hostId\":\"mi-0123456789abcdef0\",\"rotationId\":\"r\"}",
                "{\"type\":\"install-due\",\"v\":1,\"hostId\":\"nobody\",\"rotationId\":\"r\",\"attempt\":0}",
                "{\"type\":\"command-finished\",\"v\":1,\"hostId\":\"mi-0123456789abcdef0\"}"
            })
    void a_damaged_message_is_refused(String body) {
        assertThatThrownBy(() -> Messages.read(body)).isInstanceOf(UnreadableMessageException.class);
    }

    @Test
    void a_time_that_is_not_one_is_refused() {
        String body = Messages.write(revocation(Optional.empty(), false, List.of(), List.of(), 0));
        assertThatThrownBy(() -> Messages.read(body.replace("2026-11-24T10:00:00.123Z", "yesterday")))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("requestedAt");
    }
}
