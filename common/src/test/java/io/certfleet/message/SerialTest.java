package io.certfleet.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialTest {
    private static final String PADDED = "0b3c0f7e8d2a41964c1be07f3a98d215";

    @ParameterizedTest
    @ValueSource(
            strings = {
                PADDED,
                "b3c0f7e8d2a41964c1be07f3a98d215",
                "0B3C0F7E8D2A41964C1BE07F3A98D215",
                "0b:3c:0f:7e:8d:2a:41:96:4c:1b:e0:7f:3a:98:d2:15",
                "000b3c0f7e8d2a41964c1be07f3a98d215"
            })
    void every_way_to_write_a_serial_is_the_same_serial(String written) {
        assertThat(new Serial(written)).isEqualTo(new Serial(PADDED)).hasToString(PADDED);
    }

    @Test
    void the_number_in_the_certificate_is_the_last_part_of_its_arn() {
        assertThat(Serial.of(new BigInteger("b3c0f7e8d2a41964c1be07f3a98d215", 16)))
                .isEqualTo(Serial.ofArn("arn:aws:acm-pca:r:a:certificate-authority/ca/certificate/" + PADDED));
    }

    @Test
    void forty_digits_are_a_serial_and_forty_one_are_not() {
        assertThat(new Serial("f".repeat(40)).hex()).hasSize(40);
        assertThatThrownBy(() -> new Serial("f".repeat(41))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void zero_is_a_serial_too() {
        assertThat(new Serial("0").hex()).isEqualTo("0".repeat(32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", "0x1f", "-1", "1 2", "g", "1\n"})
    void anything_else_is_not_one(String written) {
        assertThatThrownBy(() -> new Serial(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hexadecimal");
    }
}
