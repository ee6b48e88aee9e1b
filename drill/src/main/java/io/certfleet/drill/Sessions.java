package io.certfleet.drill;

import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.waiting.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sessions that hosts ask for with their own files and their own signing helper, as their applications would. */
final class Sessions {
    private static final int AT_A_TIME = 3;
    private static final int ATTEMPTS = 20;
    // Ten a second are granted to all: who asks again at once may lose to the others every time.
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String REFUSED = "AccessDeniedException";

    private final Operator operator;

    Sessions(Operator operator) {
        this.operator = operator;
    }

    /** What came of it: granted, or refused by Roles Anywhere; {@code answer} is what the helper said if not granted. */
    record Outcome(String hostId, boolean granted, boolean refused, String answer) {}

    /** Asks for all hosts. */
    List<Outcome> ask(List<EnrolledHost> hosts) {
        List<Future<Outcome>> outcomes;
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME)) {
            outcomes =
                    hosts.stream().map(host -> executor.submit(() -> ask(host))).toList();
        }
        return outcomes.stream().map(Future::resultNow).toList();
    }

    /** Asks for one host; too many requests are asked again, as the helper of a patient application would. */
    Outcome ask(EnrolledHost host) {
        Outcome outcome = attempt(host);
        for (int attempt = 1; attempt < ATTEMPTS && outcome.answer().contains("Throttling"); attempt++) {
            Wait.pause(PAUSE);
            outcome = attempt(host);
        }
        return outcome;
    }

    private Outcome attempt(EnrolledHost host) {
        String hostId = host.machine().id();
        ProcessBuilder builder = new ProcessBuilder(
                host.paths().signingHelper(host.machine()).toString(),
                "credential-process",
                "--certificate",
                host.paths().certificate(host.machine()).toString(),
                "--private-key",
                host.paths().key(host.machine()).toString(),
                "--trust-anchor-arn",
                operator.variable("TRUST_ANCHOR_ARN"),
                "--profile-arn",
                operator.variable("PROFILE_ARN"),
                "--role-arn",
                operator.variable("ROLE_ARN"),
                "--region",
                operator.variable("AWS_REGION"));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(hostId, false, false, "no answer within " + TIMEOUT);
            }
            boolean granted = process.exitValue() == 0;
            return new Outcome(hostId, granted, !granted && error.contains(REFUSED), error);
        } catch (IOException e) {
            throw new UncheckedIOException("asking for a session of " + hostId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(hostId, false, false, "interrupted");
        }
    }
}
