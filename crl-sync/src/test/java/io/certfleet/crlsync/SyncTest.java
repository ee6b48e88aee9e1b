package io.certfleet.crlsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certfleet.message.Message;
import io.certfleet.notification.Notifications;
import io.certfleet.queue.FakeSqs;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rolesanywhere.model.RolesAnywhereException;

class SyncTest {
    private static final String FOREIGN_ANCHOR = FakeAws.ANCHOR.replace("ours", "theirs");
    private static final Instant NOW = TestCa.THIS_UPDATE.plusSeconds(60);

    private final FakeAws aws = new FakeAws();
    private final FakeSqs queues = new FakeSqs();
    private final Sync sync = new Sync(
            new CrlBucket(aws.s3, TestSettings.GOOD),
            new Authority(aws.privateCa, TestSettings.GOOD),
            new TrustedCrls(aws.rolesAnywhere, TestSettings.GOOD),
            new NewlyRevoked(queues.outbox(), TestSettings.GOOD),
            new Notifications(aws.sns, "arn:aws:sns:us-east-1:111122223333:topic"),
            TestSettings.GOOD);

    private void ours(long number, boolean enabled) {
        aws.hold("ours", FakeAws.ANCHOR, "certfleet", aws.ca.crl(number), enabled);
    }

    private void assertRefused(String reason) {
        assertThat(aws.calls).doesNotContain("ImportCrl", "UpdateCrl", "EnableCrl");
        assertThat(aws.alarms).singleElement().asString().contains("was not updated", reason);
    }

    @Test
    void before_the_first_crl_there_is_nothing_to_do() {
        sync.run(NOW);
        assertThat(aws.calls).isEmpty();
        assertThat(aws.alarms).isEmpty();
    }

    @Test
    void the_first_one_is_imported_enabled_under_our_name_and_read_back() {
        aws.write(aws.ca.crl(1));
        sync.run(NOW);
        assertThat(aws.calls).containsExactly("ListCrls", "ImportCrl", "GetCrl");
        assertThat(aws.crls.get("imported").name()).isEqualTo("certfleet");
        assertThat(aws.crls.get("imported").enabled()).isTrue();
        assertThat(aws.crls.get("imported").trustAnchorArn()).isEqualTo(FakeAws.ANCHOR);
        assertThat(aws.alarms).isEmpty();
    }

    @Test
    void a_newer_one_takes_the_place_of_ours_and_of_no_other() {
        aws.hold("theirs", FOREIGN_ANCHOR, "certfleet", new TestCa("theirs").crl(1), true);
        aws.hold("other", FakeAws.ANCHOR, "by-hand", aws.ca.crl(1), true);
        ours(7, true);
        aws.write(aws.ca.crl(8));
        sync.run(NOW);
        assertThat(aws.number("ours")).isEqualTo(8);
        assertThat(aws.number("theirs")).isEqualTo(1);
        assertThat(aws.number("other")).isEqualTo(1);
        assertThat(aws.calls).containsExactly("ListCrls", "ListCrls", "ListCrls", "UpdateCrl", "GetCrl");
    }

    @Test
    void what_a_crl_is_the_first_to_list_the_deployer_is_told_once() {
        aws.hold("ours", FakeAws.ANCHOR, "certfleet", aws.ca.crl(BigInteger.valueOf(7), 1, TestCa.NEXT_UPDATE), true);
        aws.write(aws.ca.crl(BigInteger.valueOf(8), 3, TestCa.NEXT_UPDATE));
        sync.run(NOW);
        sync.run(NOW);
        assertThat(queues.messages())
                .containsExactly(
                        new Message.CertificateRevoked(
                                FakeAws.CA_ARN + "/certificate/40000000000000000000000000000002", TestCa.THIS_UPDATE),
                        new Message.CertificateRevoked(
                                FakeAws.CA_ARN + "/certificate/40000000000000000000000000000003", TestCa.THIS_UPDATE));
        assertThat(queues.sent()).allMatch(sent -> sent.queue().equals("certificate"));
    }

    /** After the table was restored: what is in it is older than the CRL. */
    @Test
    void all_that_our_crl_lists_is_announced_when_an_operator_asks_for_it() {
        aws.hold("theirs", FakeAws.ANCHOR, "by-hand", new TestCa("theirs").crl(9), true);
        sync.announce();
        assertThat(queues.sent()).isEmpty();
        aws.hold("ours", FakeAws.ANCHOR, "certfleet", aws.ca.crl(BigInteger.TEN, 1001, TestCa.NEXT_UPDATE), true);
        sync.announce();
        assertThat(queues.messages()).hasSize(1001).hasOnlyElementsOfType(Message.CertificateRevoked.class);
    }

    @Test
    void a_long_first_crl_of_an_existing_ca_is_put_and_floods_nobody() {
        aws.write(aws.ca.crl(BigInteger.ONE, 1001, TestCa.NEXT_UPDATE));
        sync.run(NOW);
        assertThat(queues.sent()).isEmpty();
        assertThat(aws.number("imported")).isEqualTo(1);
        aws.write(aws.ca.crl(BigInteger.TWO, 2001, TestCa.NEXT_UPDATE));
        sync.run(NOW);
        assertThat(queues.sent()).hasSize(1000);
    }

    @Test
    void a_crl_of_which_the_deployer_could_not_be_told_is_not_put_yet() {
        ours(7, true);
        aws.write(aws.ca.crl(BigInteger.valueOf(8), 2, TestCa.NEXT_UPDATE));
        queues.fail(1);
        assertThatThrownBy(() -> sync.run(NOW)).hasMessageContaining("SQS is away");
        assertThat(aws.number("ours")).isEqualTo(7);
        sync.run(NOW);
        assertThat(queues.messages()).hasSize(1);
        assertThat(aws.number("ours")).isEqualTo(8);
    }

    @Test
    void an_older_one_is_refused_and_told() {
        ours(7, true);
        aws.write(aws.ca.crl(6));
        sync.run(NOW);
        assertRefused("number 6 is older than 7");
        assertThat(aws.number("ours")).isEqualTo(7);
    }

    @Test
    void the_same_one_costs_one_call_and_no_word() {
        byte[] seven = aws.ca.crl(7);
        aws.hold("ours", FakeAws.ANCHOR, "certfleet", seven, true);
        aws.write(seven);
        sync.run(NOW);
        assertThat(aws.calls).containsExactly("ListCrls");
        assertThat(aws.alarms).isEmpty();
    }

    @Test
    void ours_is_enabled_again_with_and_without_a_newer_one() {
        byte[] seven = aws.ca.crl(7);
        aws.hold("ours", FakeAws.ANCHOR, "certfleet", seven, false);
        aws.write(seven);
        sync.run(NOW);
        assertThat(aws.crls.get("ours").enabled()).isTrue();
        assertThat(aws.calls).containsExactly("ListCrls", "EnableCrl");
        ours(7, false);
        aws.write(aws.ca.crl(8));
        sync.run(NOW);
        assertThat(aws.crls.get("ours").enabled()).isTrue();
        assertThat(aws.number("ours")).isEqualTo(8);
    }

    @Test
    void one_of_another_ca_is_refused_although_its_name_is_the_same() {
        ours(7, true);
        aws.write(new TestCa("ours").crl(8));
        sync.run(NOW);
        assertRefused("not signed by the CA");
    }

    @Test
    void an_object_that_is_not_a_crl_is_refused() {
        aws.write("no CRL".getBytes(StandardCharsets.UTF_8));
        sync.run(NOW);
        assertRefused("cannot be used");
    }

    @Test
    void what_the_ca_has_not_signed_is_replaced_whatever_its_number_says() {
        aws.hold("ours", FakeAws.ANCHOR, "certfleet", new TestCa("ours").crl(1_000_000), true);
        aws.write(aws.ca.crl(8));
        sync.run(NOW);
        assertThat(aws.number("ours")).isEqualTo(8);
    }

    @Test
    void one_that_is_too_large_is_refused_and_the_present_one_stays() {
        ours(7, true);
        // Some 49 bytes of DER an entry: 4,600 entries are more than 300,000 bytes of PEM, 4,200 are nine tenths of it.
        aws.write(aws.ca.crl(BigInteger.valueOf(8), 4_600, TestCa.NEXT_UPDATE));
        sync.run(NOW);
        assertRefused("with 4600 entries");
        aws.alarms.clear();
        aws.write(aws.ca.crl(BigInteger.valueOf(9), 4_200, TestCa.NEXT_UPDATE));
        sync.run(NOW);
        assertThat(aws.number("ours")).isEqualTo(9);
        assertThat(aws.alarms).singleElement().asString().contains("nearly full", "4200 entries");
    }

    @Test
    void two_foreign_ones_leave_no_room_for_ours_and_one_does() {
        aws.write(aws.ca.crl(8));
        aws.hold("other1", FakeAws.ANCHOR, "by-hand", aws.ca.crl(1), true);
        aws.hold("other2", FakeAws.ANCHOR, "other-stack", aws.ca.crl(1), true);
        sync.run(NOW);
        assertRefused("[by-hand, other-stack]");
        aws.crls.remove("other1");
        sync.run(NOW);
        assertThat(aws.number("imported")).isEqualTo(8);
    }

    @Test
    void of_two_with_our_name_both_are_kept_up_to_date_and_operators_are_notified() {
        aws.write(aws.ca.crl(8));
        ours(7, true);
        aws.hold("second", FakeAws.ANCHOR, "certfleet", aws.ca.crl(6), true);
        sync.run(NOW);
        assertThat(aws.number("ours")).isEqualTo(8);
        assertThat(aws.number("second")).isEqualTo(8);
        assertThat(aws.alarms).singleElement().asString().contains("two CRLs bear our name", "ours and second");
    }

    @Test
    void one_that_was_overtaken_on_its_way_is_redelivered_and_made_good() {
        ours(7, true);
        aws.write(aws.ca.crl(8));
        aws.meanwhile = () -> {
            aws.write(aws.ca.crl(9));
            sync.run(NOW);
            assertThat(aws.number("ours")).isEqualTo(9);
        };
        assertThatThrownBy(() -> sync.run(NOW)).hasMessageContaining("CRL 9 while 8");
        sync.run(NOW);
        assertThat(aws.number("ours")).isEqualTo(9);
        assertThat(aws.alarms).isEmpty();
    }

    @Test
    void two_imported_at_once_hinder_nothing() {
        aws.write(aws.ca.crl(1));
        aws.meanwhile = () -> sync.run(NOW);
        sync.run(NOW);
        aws.write(aws.ca.crl(2));
        sync.run(NOW);
        assertThat(aws.number("imported")).isEqualTo(2);
        assertThat(aws.number("imported too")).isEqualTo(2);
    }

    @Test
    void an_update_that_is_not_read_back_fails_so_that_the_message_is_redelivered() {
        ours(7, true);
        aws.forgetsUpdates = true;
        aws.write(aws.ca.crl(8));
        assertThatThrownBy(() -> sync.run(NOW)).hasMessageContaining("does not hold the CRL");
    }

    @Test
    void throttling_fails_so_that_the_message_is_redelivered_and_is_not_an_alarm() {
        aws.write(aws.ca.crl(8));
        aws.refusal = Optional.of((RolesAnywhereException) RolesAnywhereException.builder()
                .message("Rate exceeded")
                .statusCode(429)
                .build());
        assertThatThrownBy(() -> sync.run(NOW)).hasMessageContaining("Rate exceeded");
        assertThat(aws.alarms).isEmpty();
    }

    @Test
    void a_crl_near_its_end_is_told_after_it_was_put() {
        aws.write(aws.ca.crl(8));
        Instant late = TestCa.NEXT_UPDATE.minus(Duration.ofHours(12));
        sync.run(late.minusSeconds(1));
        assertThat(aws.alarms).isEmpty();
        sync.run(late);
        assertThat(aws.alarms).singleElement().asString().contains("about to expire", TestCa.NEXT_UPDATE.toString());
    }
}
