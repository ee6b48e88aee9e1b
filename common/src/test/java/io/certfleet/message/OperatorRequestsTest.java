package io.certfleet.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorRequestsTest {
    private static final String ID = "mi-0123456789abcdef0";

    @Test
    void every_request_of_the_manual_is_read() {
        assertThat(Messages.read("{\"type\":\"sweep\"}")).isEqualTo(new Message.Sweep());
        assertThat(Messages.read("{\"type\":\"verify-crl\"}")).isEqualTo(new Message.VerifyCrl(false));
        assertThat(Messages.read("{\"type\":\"verify-crl\",\"announce\":true}")).isEqualTo(new Message.VerifyCrl(true));
        assertThat(Messages.read("{\"type\":\"rotate\",\"hostIds\":[\"" + ID + "\"],\"reason\":\"test\"}"))
                .isEqualTo(new Message.Rotate(List.of(ID), "test", false));
        assertThat(Messages.read("{\"type\":\"rotate\",\"hostIds\":[\"" + ID + "\"],\"readmit\":true}"))
                .isEqualTo(new Message.Rotate(List.of(ID), "no reason given", true));
        assertThat(Messages.read("{\"type\":\"revoke\",\"hostId\":\"" + ID
                        + "\",\"reason\":\"KEY_COMPROMISE\",\"serial\":\"5B3C\",\"rotate\":true}"))
                .isEqualTo(
                        new Message.Revoke(ID, RevocationReason.KEY_COMPROMISE, Optional.of(new Serial("5b3c")), true));
        assertThat(Messages.read("{\"type\":\"revoke\",\"hostId\":\"" + ID + "\",\"reason\":\"SUPERSEDED\"}"))
                .isEqualTo(new Message.Revoke(ID, RevocationReason.SUPERSEDED, Optional.empty(), false));
    }

    @Test
    void an_id_named_twice_is_one_host() {
        assertThat(Messages.read("{\"type\":\"rotate\",\"hostIds\":[\"" + ID + "\",\"" + ID + "\"]}"))
                .isEqualTo(new Message.Rotate(List.of(ID), "no reason given", false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {                                                                        | not JSON
        []                                                                       | not a JSON object
        "sweep"                                                                  | not a JSON object
        {}                                                                       | needs 'type'
        {"type":7}                                                               | needs 'type'
        {"type":"reboot"}                                                        | type 'reboot' is unknown
        {"type":"sweep","hostIds":[]}                                            | does not know the field [hostIds]
        {"type":"verify-crl","now":true}                                         | does not know the field [now]
        {"type":"rotate"}                                                        | needs 'hostIds' as a list
        {"type":"rotate","hostIds":[]}                                           | needs 'hostIds' as a list
        {"type":"rotate","hostIds":"mi-0123456789abcdef0"}                       | needs 'hostIds' as a list
        {"type":"rotate","hostIds":["mi-0123456789abcdef0",7]}                   | has '7'
        {"type":"rotate","hostIds":["mi-0123456789abcdef0","mi-1"]}              | has 'mi-1'
        {"type":"rotate","hostIds":["mi-0123456789abcdef0"],"reason":7}          | needs 'reason' as a string
        {"type":"rotate","hostIds":["mi-0123456789abcdef0"],"resaon":"x"}        | does not know the field [resaon]
        {"type":"rotate","hostIds":["mi-0123456789abcdef0"],"readmit":"yes"}     | needs 'readmit' as true or false
        {"type":"rotate","hostIds":["mi-0123456789abcdef0"],"reason":"a\\nb"}     | control characters in 'reason'
        {"type":"revoke","reason":"SUPERSEDED"}                                  | needs 'hostId'
        {"type":"revoke","hostId":"mi-0123456789abcdef0"}                        | needs 'reason'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"superseded"}  | reason 'superseded'
        {"type":"revoke","hostId":"i-12","reason":"SUPERSEDED"}                  | has 'i-12'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"SUPERSEDED","serial":"xyz"}  | serial 'xyz'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"SUPERSEDED","serial":12}     | needs 'serial'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"SUPERSEDED","serial":""}     | needs 'serial'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"SUPERSEDED","serial":null}   | needs 'serial'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"SUPERSEDED","rotate":"yes"}  | needs 'rotate'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"SUPERSEDED","rotate":null}   | needs 'rotate'
        {"type":"revoke","hostId":"mi-0123456789abcdef0","reason":"SUPERSEDED","v":1}           | field [v]
        """)
    void a_mistake_of_an_operator_is_refused_with_its_reason(String body, String reason) {
        assertThatThrownBy(() -> Messages.read(body))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_reason_of_200_characters_is_taken_and_one_of_201_refused() {
        assertThat(Messages.read(rotate("r".repeat(200))))
                .isEqualTo(new Message.Rotate(List.of(ID), "r".repeat(200), false));
        assertThatThrownBy(() -> Messages.read(rotate("r".repeat(201))))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("'reason' of 201 characters; at most 200");
    }

    private static String rotate(String reason) {
        return "{\"type\":\"rotate\",\"hostIds\":[\"" + ID + "\"],\"reason\":\"" + reason + "\"}";
    }

    @Test
    void a_field_written_twice_is_not_a_request() {
        assertThatThrownBy(() -> Messages.read("{\"type\":\"revoke\",\"reason\":\"SUPERSEDED\",\"hostId\":\"" + ID
                        + "\",\"hostId\":\"mi-0123456789abcdef1\"}"))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("Duplicate field");
    }

    @Test
    void two_requests_in_one_body_are_not_one() {
        assertThatThrownBy(() -> Messages.read("{\"type\":\"sweep\"}{\"type\":\"sweep\"}"))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mi-0123456789abcdef0", "i-01234567", "i-0123456789abcdef0"})
    void the_three_forms_of_a_node_id_are_valid(String hostId) {
        assertThat(HostId.isValid(hostId)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mi-",
                "mi-0123456789abcdef",
                "mi-0123456789abcdef01",
                "mi-01234567",
                "i-0123456",
                "i-012345678",
                "i-0123456789abcdef",
                "i-0123456789abcdef01",
                "host-1",
                "mi-0123456789abcde/0",
                "mi-0123456789abcdef0\n",
                "mi-0123456789abcde 0"
            })
    void anything_else_is_not_a_node_id(String hostId) {
        assertThat(HostId.isValid(hostId)).isFalse();
    }
}
