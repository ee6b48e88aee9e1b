package io.certfleet.issuer;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.IssuerMessage;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Message.RowFaulty;
import io.certfleet.queue.BatchHandler;
import io.certfleet.queue.BatchReader;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import io.certfleet.revocation.RevocationRecords;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Host;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The issuer: claims hosts and asks them for CSRs, has CSRs signed, revokes. */
@ApplicationScoped
class IssuerHandler implements BatchHandler {
    private final BatchReader reader;
    private final DeadLetters deadLetters;
    private final Inventory inventory;
    private final Turns turns;
    private final Revocations revocations;
    private final Claim claim;
    private final CsrCommand csrCommand;
    private final CsrAnswers csrAnswers;
    private final Revocation revocation;
    private final RowWarnings rowWarnings;
    private final Clock clock;

    IssuerHandler(
            BatchReader reader,
            DeadLetters deadLetters,
            Inventory inventory,
            Turns turns,
            Revocations revocations,
            Claim claim,
            CsrCommand csrCommand,
            CsrAnswers csrAnswers,
            Revocation revocation,
            RowWarnings rowWarnings,
            Clock clock) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.inventory = inventory;
        this.turns = turns;
        this.revocations = revocations;
        this.claim = claim;
        this.csrCommand = csrCommand;
        this.csrAnswers = csrAnswers;
        this.revocation = revocation;
        this.rowWarnings = rowWarnings;
        this.clock = clock;
    }

    @Override
    public Set<String> handle(List<QueueMessage> batch) {
        Instant now = clock.instant();
        Failures failures = new Failures();
        Map<QueueMessage, RenewalDue> renewals = new LinkedHashMap<>();
        Map<QueueMessage, CommandFinished> answers = new LinkedHashMap<>();
        reader.read(batch).forEach((message, body) -> {
            if (!(body instanceof IssuerMessage own)) {
                deadLetters.reject(message, "not a message for the issuer");
                return;
            }
            switch (own) {
                case RenewalDue due -> renewals.put(message, due);
                case CommandFinished finished -> answers.put(message, finished);
                case RowFaulty faulty -> failures.unless(message, () -> rowWarnings.write(faulty, now));
                case RevocationDue due -> failures.unless(message, () -> revocation.revoke(message, due, now));
            }
        });
        claim(renewals, failures, now);
        csrAnswers.take(answers, failures, now);
        return failures.ids();
    }

    private void claim(Map<QueueMessage, RenewalDue> renewals, Failures failures, Instant now) {
        if (renewals.isEmpty()) {
            return;
        }
        Map<String, Host> hosts = inventory.find(
                renewals.values().stream().map(RenewalDue::hostId).toList());
        // After the rows: a revocation is recorded before it is written into a row.
        RevocationRecords revoked = revocations.find(hosts.keySet());
        Map<QueueMessage, CsrRequest> requests = new LinkedHashMap<>();
        turns.now(renewals, hosts, now)
                .forEach((message, due) -> failures.unless(message, () -> {
                    Host host = hosts.get(due.hostId());
                    if (host == null) {
                        Optional<String> why = claim.impossible(due);
                        why.ifPresent(reason -> deadLetters.reject(message, reason));
                        return why.isPresent();
                    }
                    if (revoked.unreadable().containsKey(host.hostId())) {
                        // It may say that the host is revoked: the host is asked for nothing until somebody has looked.
                        deadLetters.reject(
                                message,
                                "the item revocation#" + host.hostId() + " cannot be read: "
                                        + revoked.unreadable().get(host.hostId()));
                        return true;
                    }
                    Optional<CsrRequest> other = requests.values().stream()
                            .filter(request -> request.hostId().equals(host.hostId()))
                            .findFirst();
                    if (other.isPresent()) {
                        // A message and its copy in one batch are one claim; anything else is decided on the row as it
                        // is then.
                        return other.get().rotationId().equals(due.rotationId());
                    }
                    claim.claim(host, due, revoked.of(host.hostId()), clock.instant())
                            .ifPresent(request -> requests.put(message, request));
                    return true;
                }));
        if (!requests.isEmpty()) {
            csrCommand.send(requests, failures, now);
        }
    }
}
