package io.certfleet.issuer;

import io.certfleet.command.CommandStep;
import io.certfleet.command.Invocation;
import io.certfleet.failure.Failure;
import io.certfleet.message.Message.CertificateHeld;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Serial;
import io.certfleet.queue.Failures;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes a host's answer to generate-csr, and has its CSR signed. */
@ApplicationScoped
class CsrAnswers {
    private static final Logger LOG = Logger.getLogger(CsrAnswers.class);

    private final CommandStep step;
    private final Signing signing;
    private final Failure failure;
    private final Outbox outbox;

    CsrAnswers(CommandStep step, Signing signing, Failure failure, Outbox outbox) {
        this.step = step;
        this.signing = signing;
        this.failure = failure;
        this.outbox = outbox;
    }

    /** Takes the answers that these messages tell of. */
    void take(Map<QueueMessage, CommandFinished> finished, Failures failures, Instant now) {
        step.answer(
                finished,
                Rotation.CsrRequested.class,
                message -> (host, rotation, answer) -> take(host, rotation, answer, message.receiveCount(), now),
                failures,
                now);
    }

    private boolean take(Host host, Rotation.CsrRequested rotation, Invocation answer, int receives, Instant now) {
        if (!host.enabled()) {
            // The sweep asks for the answer again when it is enabled.
            LOG.infof("left hostID=%s rotation=%s reason=the host is not enabled", host.hostId(), rotation.id());
            return true;
        }
        if (answer.ending().outcome() == Invocation.Outcome.SUCCEEDED) {
            return sign(host, rotation, answer, receives, now);
        }
        failure.end(host, rotation, "generate-csr: " + answer.reason(), now);
        return true;
    }

    /** Has the deployer, which reads the CA's certificates, look at one that the row does not know. */
    private void compare(Host host, Serial held) {
        boolean told = host.certificate().notifiedHeld().equals(Optional.of(held.hex()));
        if (!told && !host.knows(held) && !host.revokedSerials().contains(held)) {
            outbox.send(QueueName.CERTIFICATE, List.of(Outgoing.now(new CertificateHeld(host.hostId(), held))));
        }
    }

    private boolean sign(Host host, Rotation.CsrRequested rotation, Invocation answer, int receives, Instant now) {
        try {
            CsrAnswer csr = CsrAnswer.of(answer.output().standardOutput())
                    .filter(printed -> printed.rotationId().equals(rotation.id()))
                    .orElseThrow(
                            () -> new CertificateSigningRequest.RefusedException(answer.withoutAnswer("generate-csr")));
            CertificateSigningRequest request = CertificateSigningRequest.of(
                    csr.csr(), host.hostId(), rotation.settings().keyAlgorithm());
            csr.held().ifPresent(serial -> compare(host, serial));
            return signing.sign(host, rotation, request, receives);
        } catch (CertificateSigningRequest.RefusedException e) {
            failure.end(host, rotation, e.getMessage(), now);
            return true;
        }
    }
}
