package io.certfleet.issuer;

import io.certfleet.command.Invocation;
import io.certfleet.command.RunCommand;
import io.certfleet.inventory.Failure;
import io.certfleet.inventory.Host;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Rotation;
import io.certfleet.inventory.Step;
import io.certfleet.inventory.Unreachable;
import io.certfleet.message.Message.CommandFinished;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes a host's answer to generate-csr. Whose answer it is comes from Systems Manager, never from the output. */
@ApplicationScoped
class CsrAnswers {
    private static final Logger LOG = Logger.getLogger(CsrAnswers.class);

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Signing signing;
    private final Failure failure;
    private final Unreachable unreachable;

    CsrAnswers(RunCommand runCommand, Inventory inventory, Signing signing, Failure failure, Unreachable unreachable) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.signing = signing;
        this.failure = failure;
        this.unreachable = unreachable;
    }

    /** All answers of one command: one read serves up to 50 hosts. */
    Map<String, Invocation> read(String commandId) {
        return runCommand.answers(commandId);
    }

    /** Takes one answer; false if the message must come back. */
    boolean take(CommandFinished finished, Map<String, Invocation> answers, Instant now) {
        Optional<Host> host = inventory.find(finished.hostId());
        Optional<Rotation> rotation =
                host.flatMap(Host::rotation).filter(underWay -> underWay.step() == Step.CSR_REQUESTED);
        if (rotation.isEmpty()) {
            LOG.infof(
                    "stale hostID=%s command=%s reason=no rotation waits for it",
                    finished.hostId(), finished.commandId());
            return true;
        }
        if (rotation.get().commandId().isEmpty()) {
            // The event overtook the write of the command id, or a crash lost it; then the claim sends anew.
            return false;
        }
        if (!rotation.get().commandId().get().equals(finished.commandId())) {
            LOG.infof(
                    "stale hostID=%s command=%s reason=another command serves it",
                    finished.hostId(), finished.commandId());
            return true;
        }
        Invocation answer = answers.get(finished.hostId());
        return answer != null && take(host.orElseThrow(), rotation.get(), answer, now);
    }

    private boolean take(Host host, Rotation rotation, Invocation answer, Instant now) {
        switch (answer.outcome()) {
            case UNDER_WAY -> {
                // The event was faster than Systems Manager's own list.
                return false;
            }
            case UNREACHABLE -> unreachable.record(host, rotation, answer.details(), now);
            case FAILED -> failure.end(host, rotation, "generate-csr: " + answer.reason(), now);
            case SUCCEEDED -> {
                return sign(host, rotation, answer, now);
            }
        }
        return true;
    }

    private boolean sign(Host host, Rotation rotation, Invocation answer, Instant now) {
        try {
            CsrAnswer csr = CsrAnswer.of(answer.output())
                    .filter(printed -> printed.rotationId().equals(rotation.id()))
                    .orElseThrow(() -> new CertificateSigningRequest.RefusedException(
                            "the host's answer is none of generate-csr for this rotation"));
            return signing.sign(
                    host,
                    rotation,
                    CertificateSigningRequest.of(
                            csr.csr(), host.hostId(), rotation.settings().keyAlgorithm()),
                    now);
        } catch (CertificateSigningRequest.RefusedException e) {
            failure.end(host, rotation, e.getMessage(), now);
            return true;
        }
    }
}
