package io.certfleet.command;

import io.certfleet.message.Message;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import java.util.Optional;

/**
 * The message that has the command of a rotation's step sent again. It carries the attempt's number, so that a second one
 * changes nothing.
 */
public record NextAttempt(QueueName queue, Message message) {

    /** The next attempt of the current step: of the CSR, or once there is a certificate of its installation. */
    public static NextAttempt of(Host host, Rotation rotation) {
        int attempt = rotation.attempts() + 1;
        if (rotation.step() == Step.CSR_REQUESTED) {
            return new NextAttempt(
                    QueueName.ISSUE,
                    new RenewalDue(
                            host.hostId(),
                            rotation.id(),
                            new RenewalDue.Seen(host.serial(), host.state().word(), false, Optional.empty()),
                            new RenewalDue.Cause(rotation.begun().reason(), rotation.startedAt(), false, false),
                            attempt,
                            Optional.empty()));
        }
        return new NextAttempt(QueueName.CERTIFICATE, new InstallDue(host.hostId(), rotation.id(), attempt));
    }
}
