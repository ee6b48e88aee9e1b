package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ROTATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Serial;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsrAnswerTest {
    private static final String HEAD = "certfleet generate-csr " + ROTATION + "\n";
    private static final String CSR =
            "-----BEGIN CERTIFICATE REQUEST-----\nMIIB+/aA=\nBBBB\n-----END CERTIFICATE REQUEST-----\n";

    @Test
    void what_the_script_prints_is_an_answer() {
        CsrAnswer answer = CsrAnswer.of(HEAD + CSR).orElseThrow();
        assertThat(answer.rotationId()).isEqualTo(ROTATION);
        assertThat(answer.csr()).isEqualTo(CSR);
        assertThat(CsrAnswer.of(HEAD + CSR.strip())).contains(answer);
        assertThat(CsrAnswer.of((HEAD + CSR).replace("\n", "\r\n"))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "' holds 0A1B', 0a1b",
        "' holds 5b3c0f7e8d2a41964c1be07f3a98d215', 5b3c0f7e8d2a41964c1be07f3a98d215",
        "'', ",
        "' holds -', ",
        "' holds -0A', ",
        "' holds unable to load certificate', none"
    })
    void what_the_host_says_that_it_holds_is_read_where_it_is_a_serial(String words, String serial) {
        Optional<CsrAnswer> answer = CsrAnswer.of(HEAD.strip() + words + "\n" + CSR);
        if ("none".equals(serial)) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(answer.orElseThrow().held())
                    .isEqualTo(Optional.ofNullable(serial).map(Serial::new));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "motd\n" + HEAD + CSR,
                "motd\n" + CSR + HEAD + CSR,
                HEAD + "noise: ignored.\n" + CSR,
                HEAD + CSR + "noise: ignored.\n",
                HEAD + CSR + CSR,
                HEAD + "-----BEGIN CERTIFICATE REQUEST-----\nERROR: ld.so: ignored.\nMIIB+/aA=\n\nBBBB\n"
                        + "-----END CERTIFICATE REQUEST-----\nbye\n"
            })
    void what_other_programs_print_around_it_is_not_read(String output) {
        assertThat(CsrAnswer.of(output)).contains(new CsrAnswer(ROTATION, Optional.empty(), CSR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                HEAD,
                CSR,
                CSR + HEAD,
                HEAD + "-----BEGIN CERTIFICATE REQUEST-----\nMIIB+/aA\n---Output truncated---",
                "certfleet generate-csr 1\n" + CSR,
                "certfleet install-certificate " + ROTATION + "\n" + CSR,
                HEAD + "-----BEGIN CERTIFICATE REQUEST-----\nMII\n"
            })
    void anything_else_is_not_one(String output) {
        assertThat(CsrAnswer.of(output)).isEmpty();
    }
}
