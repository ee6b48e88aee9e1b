package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.authority.Idempotency;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.KeyAlgorithm;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.IssueCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.MalformedCsrException;

class SigningTest {
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);
    private static final String CSR = Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1"));
    private final AcmPcaException away =
            (AcmPcaException) AcmPcaException.builder().message("away").build();

    private final IssuerBench bench = new IssuerBench();

    private static Row asked() {
        return Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START).with("rotation.commandId", "c");
    }

    private static String digest() throws Exception {
        return CertificateSigningRequest.of(CSR, ID, KeyAlgorithm.EC_PRIME256V1).keyDigest();
    }

    @Test
    void a_csr_is_signed_under_our_subject_with_our_template_and_validity() throws Exception {
        bench.table.put(asked());
        bench.answer("c", CSR);
        assertThat(bench.handle(FINISHED)).isEmpty();
        IssueCertificateRequest request = bench.ca.asked().getFirst();
        assertThat(request.certificateAuthorityArn()).isEqualTo(Row.CA);
        assertThat(request.templateArn())
                .isEqualTo("arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1");
        assertThat(request.apiPassthrough().subject().commonName()).isEqualTo(ID);
        assertThat(request.apiPassthrough().subject().organization()).isEqualTo("Example");
        assertThat(request.apiPassthrough().subject().organizationalUnit()).isNull();
        assertThat(request.validity().typeAsString()).isEqualTo("DAYS");
        assertThat(request.validity().value()).isEqualTo(7);
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
        assertThat(bench.rotation().keyDigest()).contains(digest());
        assertThat(bench.rotation().certificateArn()).isPresent();
        assertThat(bench.host().unexpired()).hasSize(1);
        assertThat(bench.host().unexpired().getFirst().notAfter()).isEqualTo(START.plus(Duration.ofDays(7)));
        assertThat(bench.host()
                        .knows(Serial.ofArn(bench.rotation().certificateArn().orElseThrow())))
                .isTrue();
    }

    @Test
    void hours_are_asked_for_as_an_end_that_a_repetition_does_not_move() {
        IssuerBench hours = new IssuerBench(new TestSettings() {
            @Override
            public Duration validity() {
                return Duration.ofHours(36);
            }
        });
        hours.table.put(asked());
        hours.answer("c", CSR);
        hours.ca.failOnce(away);
        assertThat(hours.handle(FINISHED)).containsExactly("0");
        hours.pass(Duration.ofSeconds(30));
        assertThat(hours.handle(FINISHED)).isEmpty();
        assertThat(hours.ca.asked()).hasSize(2).allSatisfy(request -> {
            assertThat(request.validity().typeAsString()).isEqualTo("ABSOLUTE");
            assertThat(request.validity().value())
                    .isEqualTo(START.plus(Duration.ofHours(36)).getEpochSecond());
        });
    }

    @Test
    void a_doubled_event_is_one_certificate() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        bench.handle(FINISHED, FINISHED);
        bench.handle(FINISHED);
        assertThat(bench.ca.issued()).hasSize(1);
        assertThat(bench.host().unexpired()).hasSize(1);
    }

    @Test
    void a_crash_after_the_request_is_made_good_within_four_minutes_by_the_same_certificate() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        bench.ca.afterIssue(() -> {
            throw away;
        });
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.rotation().awaitsAdoption()).isTrue();
        bench.ca.afterIssue(() -> {});
        bench.pass(Idempotency.REPEATABLE);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.issued()).hasSize(1);
        assertThat(bench.rotation().certificateArn()).contains(bench.ca.issued().getFirst());
    }

    @Test
    void a_second_after_four_minutes_nobody_asks_again() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        bench.ca.failOnce(away);
        bench.handle(FINISHED);
        bench.pass(Idempotency.REPEATABLE.plusSeconds(1));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.asked()).hasSize(1);
        assertThat(bench.rotation().awaitsAdoption()).isTrue();
    }

    @Test
    void the_window_is_four_minutes_to_the_second() {
        assertThat(Signing.mayAskAgain(START, START.plusSeconds(239))).isTrue();
        assertThat(Signing.mayAskAgain(START, START.plusSeconds(240))).isTrue();
        assertThat(Signing.mayAskAgain(START, START.plusSeconds(241))).isFalse();
    }

    @Test
    void the_token_is_the_same_for_the_same_rotation_and_key_only() {
        assertThat(Signing.token("r", "k")).isEqualTo(Signing.token("r", "k")).hasSize(36);
        assertThat(Signing.token("r", "k")).isNotEqualTo(Signing.token("r2", "k"));
        assertThat(Signing.token("r", "k")).isNotEqualTo(Signing.token("r", "k2"));
    }

    @Test
    void another_key_for_the_same_rotation_is_left_alone() {
        bench.table.put(asked().with("rotation.keyDigest", "another"));
        bench.answer("c", CSR);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.asked()).isEmpty();
    }

    @Test
    void the_answer_that_adopted_the_certificate_first_is_not_overwritten() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        bench.ca.afterIssue(() -> bench.table.put(asked().installing("c0", START, START.plusSeconds(9))
                .with("rotation.keyDigest", "k")
                .unexpired("c0", START)));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.INSTALLING);
        assertThat(bench.host().unexpired()).hasSize(1);
    }

    @Test
    void a_csr_that_the_ca_refuses_ends_the_attempt() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        bench.ca.failOnce(
                (AcmPcaException) MalformedCsrException.builder().message("bad").build());
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.topic.texts()).hasSize(1);
    }

    @Test
    void a_revocation_between_intent_and_certificate_leaves_no_trace_in_the_rotation() throws Exception {
        bench.table.put(asked());
        bench.answer("c", CSR);
        Row revoked = Row.of(ID).with("state", "revoked");
        bench.ca.afterIssue(() -> bench.table.put(revoked));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
    }

    @Test
    void an_offline_host_that_answers_is_what_it_was_before() {
        bench.table.put(asked().with("state", "offline"));
        bench.answer("c", CSR);
        bench.handle(FINISHED);
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        bench.table.put(asked().active("a1", START, START.plusSeconds(60)).with("state", "offline"));
        bench.handle(FINISHED);
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @Test
    void what_was_signed_is_revoked_with_its_host_though_its_row_is_deleted_by_then() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        assertThat(bench.handle(FINISHED)).isEmpty();
        Serial signed = bench.host().unexpired().getFirst().serial();
        bench.table.delete(ID);
        // Read before the CA had signed.
        assertThat(bench.handle(revocation())).isEmpty();
        assertThat(bench.ca.revoked()).containsExactly(signed.hex());
        assertThat(bench.queues.rejected()).isEmpty();
    }

    @Test
    void what_the_ca_signs_while_its_host_is_revoked_is_revoked() {
        bench.table.put(asked().unexpired("a1", START.plus(Duration.ofDays(1))));
        bench.answer("c", CSR);
        bench.ca.afterIssue(() -> bench.handle(revocation()));
        assertThat(bench.handle(FINISHED)).isEmpty();
        RevocationDue due = (RevocationDue) bench.queues.messages().getLast();
        assertThat(due.certificates().getFirst().serial())
                .isEqualTo(due.serial().orElseThrow());
        assertThat(bench.handle(due)).isEmpty();
        assertThat(bench.ca.revoked())
                .containsExactly(
                        new Serial("a1").hex(), due.serial().orElseThrow().hex());
    }

    private static RevocationDue revocation() {
        return new RevocationDue(
                ID,
                Optional.empty(),
                true,
                new RevocationDue.Request(RevocationReason.KEY_COMPROMISE, START, false, ROTATION),
                List.of(),
                List.of(),
                0);
    }
}
