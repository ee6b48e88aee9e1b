package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.InvalidStateException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

class RevokingAuthoritiesTest {
    private static final Instant END = START.plus(Duration.ofDays(1));
    private static final Serial SERIAL = new Serial("a1");
    private static final String FORMER = TestSettings.FORMER_CA;
    private final AcmPcaException unknown = (AcmPcaException)
            ResourceNotFoundException.builder().message("unknown").build();

    private final IssuerBench bench = new IssuerBench();

    private static RevocationDue of(Optional<Serial> serial, Optional<String> arn) {
        return new RevocationDue(
                ID,
                serial,
                serial.isEmpty(),
                new RevocationDue.Request(RevocationReason.KEY_COMPROMISE, START, false, ROTATION),
                List.of(new ListedCertificate(SERIAL, END, arn)),
                List.of(),
                0);
    }

    private static Optional<String> arn(String caArn) {
        return Optional.of(caArn + "/certificate/" + SERIAL.hex());
    }

    @Test
    void the_ca_is_the_one_in_the_certificates_arn() {
        assertThat(bench.handle(of(Optional.empty(), arn(FORMER)))).isEmpty();
        assertThat(bench.ca.authorities()).containsExactly(FORMER);
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void a_serial_alone_is_asked_for_at_the_present_ca_and_then_at_former_ones() {
        bench.ca.refuse(arn(Row.CA).orElseThrow(), unknown);
        assertThat(bench.handle(of(Optional.empty(), Optional.empty()))).isEmpty();
        assertThat(bench.ca.authorities()).containsExactly(FORMER);
    }

    @Test
    void a_row_of_the_original_names_its_serial_without_leading_zeros_and_no_ca() {
        bench.table.put(Row.of(ID).with("serial", "a1").with("expiry", "2026-11-25 10:00:00"));
        bench.ca.refuse(arn(Row.CA).orElseThrow(), unknown);
        bench.handle(of(Optional.empty(), Optional.empty()));
        assertThat(bench.ca.revoked()).containsExactly(SERIAL.hex());
        assertThat(bench.ca.authorities()).containsExactly(FORMER);
    }

    @Test
    void what_no_ca_knows_is_reported_once_and_is_not_a_success() {
        bench.ca.refuse(SERIAL.hex(), unknown);
        assertThat(bench.handle(of(Optional.empty(), Optional.empty()))).isEmpty();
        assertThat(bench.queues.rejected())
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains(SERIAL.hex()).contains("does not know it"));
        assertThat(bench.topic.texts()).singleElement().asString().contains(SERIAL.hex());
        bench.handle(of(Optional.empty(), Optional.empty()));
        assertThat(bench.topic.texts()).hasSize(1);
    }

    @Test
    void a_named_serial_that_nobody_has_heard_of_is_told_and_not_kept() {
        bench.ca.refuse(SERIAL.hex(), unknown);
        bench.handle(new RevocationDue(
                ID,
                Optional.of(SERIAL),
                false,
                new RevocationDue.Request(RevocationReason.UNSPECIFIED, START, false, ROTATION),
                List.of(),
                List.of(),
                0));
        assertThat(bench.queues.rejected()).singleElement().asString().contains("does not know it");
        assertThat(bench.topic.texts()).hasSize(1);
        assertThat(bench.table.row("revocation#" + ID).get("certificates").m()).isEmpty();
    }

    @Test
    void a_ca_that_is_not_ours_any_more_is_named_to_the_operators() {
        String other = Row.CA.replace("/ca", "/other");
        assertThat(bench.handle(of(Optional.of(SERIAL), arn(other)))).isEmpty();
        assertThat(bench.ca.revoked()).isEmpty();
        assertThat(bench.queues.rejected())
                .singleElement()
                .asString()
                .contains(other)
                .contains("former_ca_arns");
        assertThat(bench.topic.texts()).singleElement().asString().contains(other);
    }

    @Test
    void a_former_ca_that_is_deleted_or_of_another_account_is_named_to_the_operators() {
        for (AcmPcaException refusal : List.of(
                (AcmPcaException)
                        InvalidStateException.builder().message("DELETED").build(),
                (AcmPcaException) AcmPcaException.builder()
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("AccessDeniedException")
                                .build())
                        .message("not authorized")
                        .build())) {
            IssuerBench fresh = new IssuerBench();
            fresh.ca.refuse(SERIAL.hex(), refusal);
            assertThat(fresh.handle(of(Optional.empty(), arn(FORMER)))).isEmpty();
            assertThat(fresh.topic.texts()).hasSize(1);
            // The current one may be disabled for a while: the message is redelivered.
            assertThat(fresh.handle(of(Optional.of(new Serial("a2")), Optional.empty())))
                    .isEmpty();
            fresh.ca.refuse(new Serial("a3").hex(), refusal);
            assertThat(fresh.handle(new RevocationDue(
                            ID,
                            Optional.of(new Serial("a3")),
                            false,
                            new RevocationDue.Request(RevocationReason.UNSPECIFIED, START, false, ROTATION),
                            List.of(),
                            List.of(),
                            0)))
                    .containsExactly("0");
        }
    }

    @Test
    void one_that_no_ca_knows_does_not_protect_the_others() {
        bench.table.put(Row.of(ID).unexpired("a0", END).active("a1", START, END));
        bench.ca.refuse(SERIAL.hex(), unknown);
        assertThat(bench.handle(of(Optional.empty(), Optional.empty()))).isEmpty();
        assertThat(bench.ca.revoked()).containsExactly(new Serial("a0").hex());
        assertThat(bench.queues.rejected()).isEmpty();
        assertThat(bench.topic.texts()).hasSize(1);
        assertThat(bench.table.row(ID).get("revokedAtCa").ss()).containsExactly(new Serial("a0").hex());
    }
}
