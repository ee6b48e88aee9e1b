package io.certfleet.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenSerialTest {
    private static final String PADDED = "0b3c0f7e8d2a41964c1be07f3a98d215";

    @ParameterizedTest
    @ValueSource(
            strings = {
                PADDED,
                "b3c0f7e8d2a41964c1be07f3a98d215",
                "0B3C0F7E8D2A41964C1BE07F3A98D215",
                "0x0b3c0f7e8d2a41964c1be07f3a98d215",
                "0XB3C0F7E8D2A41964C1BE07F3A98D215",
                "0b:3c:0f:7e:8d:2a:41:96:4c:1b:e0:7f:3a:98:d2:15",
                "B:3C:0F:7E:8D:2A:41:96:4C:1B:E0:7F:3A:98:D2:15",
                "0b 3c 0f 7e 8d 2a 41 96 4c 1b e0 7f 3a 98 d2 15",
                "0b-3c-0f-7e-8d-2a-41-96-4c-1b-e0-7f-3a-98-d2-15",
                "serial=0B3C0F7E8D2A41964C1BE07F3A98D215",
                "Serial Number: 0b:3c:0f:7e:8d:2a:41:96:4c:1b:e0:7f:3a:98:d2:15",
                "  0b3c0f7e8d2a41964c1be07f3a98d215\n"
            })
    void every_way_to_print_a_serial_is_the_same_serial(String written) {
        assertThat(WrittenSerial.read(written)).isEqualTo(new Serial(PADDED));
    }

    @Test
    void more_digits_than_a_hexadecimal_one_has_are_decimal() {
        BigInteger number = new BigInteger("f".repeat(32), 16);
        assertThat(number.toString()).hasSize(39);
        assertThat(WrittenSerial.read(number.toString())).isEqualTo(new Serial("f".repeat(32)));
        assertThat(WrittenSerial.read("1" + "0".repeat(32))).isEqualTo(Serial.of(BigInteger.TEN.pow(32)));
    }

    @Test
    void as_many_digits_as_a_hexadecimal_one_has_are_hexadecimal() {
        assertThat(WrittenSerial.read("1".repeat(32))).isEqualTo(new Serial("1".repeat(32)));
        assertThat(WrittenSerial.read("00" + "1".repeat(32))).isEqualTo(new Serial("1".repeat(32)));
        assertThat(WrittenSerial.read("0x" + "1".repeat(40))).isEqualTo(new Serial("1".repeat(40)));
    }

    @Test
    void a_decimal_one_that_no_certificate_of_private_ca_has_is_refused_with_what_to_do() {
        String tooLong = BigInteger.TWO.pow(128).toString();
        assertThatThrownBy(() -> WrittenSerial.read(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x0x1", "-1", "12.5", "g", "0b:3c-0f", "0b::3c", "arn:aws:x", "1 2 3"})
    void anything_else_is_refused(String written) {
        assertThatThrownBy(() -> WrittenSerial.read(written)).isInstanceOf(IllegalArgumentException.class);
    }
}
