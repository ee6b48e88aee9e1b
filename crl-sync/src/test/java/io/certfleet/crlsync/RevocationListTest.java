package io.certfleet.crlsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RevocationListTest {
    private final TestCa ca = new TestCa("ours");

    @Test
    void it_reads_what_the_ca_writes_and_what_roles_anywhere_keeps() {
        byte[] der = ca.crl(BigInteger.valueOf(4711), 3, TestCa.NEXT_UPDATE);
        RevocationList crl = RevocationList.of(der);
        assertThat(crl.number()).isEqualTo(4711);
        assertThat(crl.entries()).isEqualTo(3);
        assertThat(crl.thisUpdate()).isEqualTo(TestCa.THIS_UPDATE);
        assertThat(crl.nextUpdate()).isEqualTo(TestCa.NEXT_UPDATE);
        assertThat(RevocationList.of(crl.pem().getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(crl);
        assertThat(crl.pem().lines()).allMatch(line -> line.length() <= 64);
    }

    @Test
    void one_without_entries_has_none() {
        assertThat(RevocationList.of(ca.crl(BigInteger.ONE, 0, TestCa.NEXT_UPDATE))
                        .entries())
                .isZero();
    }

    @Test
    void a_number_may_have_twenty_octets() {
        BigInteger largest = BigInteger.TWO.pow(159).subtract(BigInteger.ONE);
        assertThat(RevocationList.of(ca.crl(largest, 0, TestCa.NEXT_UPDATE)).number())
                .isEqualTo(largest);
    }

    @Test
    void it_needs_a_number_and_a_next_update() {
        assertThatThrownBy(() -> RevocationList.of(ca.crl(null, 1, TestCa.NEXT_UPDATE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no CRL number");
        assertThatThrownBy(() -> RevocationList.of(ca.crl(BigInteger.ONE, 1, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nextUpdate");
    }

    @Test
    void a_part_of_a_crl_is_not_one() {
        byte[] der = ca.crl(7);
        for (int length = 0; length < der.length; length++) {
            byte[] part = Arrays.copyOf(der, length);
            assertThatThrownBy(() -> RevocationList.of(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> RevocationList.of("acm-pca-permission-test-key".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void one_that_says_that_it_is_not_complete_is_refused() {
        assertThatThrownBy(() -> RevocationList.of(ca.partitionedCrl()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2.5.29.28");
    }

    @Test
    void it_is_signed_by_its_ca_and_not_by_another_of_the_same_name() {
        RevocationList crl = RevocationList.of(ca.crl(7));
        assertThat(crl.isSignedBy(ca.x509())).isTrue();
        assertThat(crl.isSignedBy(new TestCa("ours").x509())).isFalse();
    }
}
