package io.certfleet.drill;

import io.certfleet.standin.StandInSettings;
import io.certfleet.standin.runcommand.OfflineHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./local-run}, and what follows from it. */
final class Options {
    private static final int MOST_HOSTS = 1000;
    // The least that SSM takes, and room for the proof of a certificate while sessions are throttled.
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration EXECUTION_TIMEOUT = Duration.ofMinutes(1);

    // How long an event may take before it counts as lost, where some are.
    private static final Duration QUEUE_AGE = Duration.ofSeconds(20);

    enum Quotas {
        on,
        off
    }

    enum Offline {
        accepted,
        refused
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--hosts", defaultValue = "25", description = "how many hosts are enrolled (${DEFAULT-VALUE})")
    private int hosts;

    @Option(names = "--once", description = "runs the drill and ends; the last line is its figures in JSON")
    private boolean once;

    @Option(
            names = "--quotas",
            defaultValue = "on",
            description = "AWS's quotas, and what it fails at now and then: ${COMPLETION-CANDIDATES}")
    private Quotas quotas;

    @Option(
            names = "--lose-events",
            defaultValue = "0",
            paramLabel = "N",
            description = "of N events of each kind one never arrives (0, the default: none); sweeps make it good")
    private int loseEvents;

    @Option(names = "--native", description = "runs the native executables instead of the jars")
    private boolean nativeBuild;

    @Option(
            names = "--crl-delay",
            defaultValue = "2",
            paramLabel = "SECONDS",
            description = "from a revocation to its CRL (${DEFAULT-VALUE}; about 1800 on AWS)")
    private int crlDelay;

    @Option(
            names = "--offline-hosts",
            defaultValue = "accepted",
            description = "commands for hosts that are offline: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Offline offlineHosts;

    @Option(names = "--target", paramLabel = "FOLDER", description = "where env and run/ are written (local/target)")
    private Path target;

    @Option(names = "--redrawn", hidden = true, description = "standard error is a terminal")
    private boolean redrawn;

    /** Refuses what makes no sense. */
    void check() {
        if (hosts < 1 || hosts > MOST_HOSTS) {
            throw new ParameterException(spec.commandLine(), "--hosts is 1 to " + MOST_HOSTS);
        }
        if (once && hosts < Roles.LEAST) {
            throw new ParameterException(spec.commandLine(), "the drill needs at least " + Roles.LEAST + " hosts");
        }
        if (loseEvents < 0 || loseEvents == 1) {
            throw new ParameterException(spec.commandLine(), "--lose-events is 0, or 2 and more: some must arrive");
        }
        if (crlDelay < 0) {
            throw new ParameterException(spec.commandLine(), "--crl-delay is 0 or more seconds");
        }
    }

    int hosts() {
        return hosts;
    }

    boolean once() {
        return once;
    }

    /** Of so many events one is lost; 0 for none. */
    int loseEvents() {
        return loseEvents;
    }

    boolean redrawn() {
        return redrawn;
    }

    boolean nativeBuild() {
        return nativeBuild;
    }

    /** The repository that the working folder is in. */
    Path repository() {
        return StandInSettings.in(Path.of("")).infrastructure().getParent().getParent();
    }

    private Path target() {
        return target == null ? repository().resolve("local/target") : target.toAbsolutePath();
    }

    Path environmentFile() {
        return target().resolve("env");
    }

    /** As it is named in the repository's folder, where it is below it. */
    String environmentFileAsTyped() {
        Path file = environmentFile();
        return (file.startsWith(repository()) ? repository().relativize(file) : file).toString();
    }

    /** The folder of the run, without what an earlier one left. */
    Path freshFolder() {
        Path folder = target().resolve("run");
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("clearing " + folder, e);
        }
    }

    StandInSettings standInSettings(Path folder) {
        StandInSettings settings = StandInSettings.in(folder)
                .withCrlDelay(Duration.ofSeconds(crlDelay))
                .with(offlineHosts == Offline.refused ? OfflineHosts.REFUSED : OfflineHosts.ACCEPTED);
        return quotas == Quotas.on ? settings : settings.withoutQuotas();
    }

    /** The services' environment, with the paces that a run of minutes needs. */
    Map<String, String> serviceEnvironment(Map<String, String> site) {
        Map<String, String> environment = new LinkedHashMap<>(site);
        environment.put("CERTFLEET_EXECUTION_TIMEOUT", EXECUTION_TIMEOUT.toString());
        if (once) {
            // The drill sweeps itself, and its offline host is to be given up within the run.
            environment.put("CERTFLEET_SWEEP_EVERY", "off");
            environment.put("CERTFLEET_DELIVERY_TIMEOUT", DELIVERY_TIMEOUT.toString());
        }
        if (loseEvents > 0) {
            // What is lost is to be missed within the run.
            environment.put("CERTFLEET_QUEUE_AGE", QUEUE_AGE.toString());
            environment.put("CERTFLEET_DELIVERY_TIMEOUT", DELIVERY_TIMEOUT.toString());
            if (!once) {
                environment.put("CERTFLEET_SWEEP_EVERY", "10s");
                environment.put("CERTFLEET_VERIFY_CRL_EVERY", "10s");
            }
        }
        if (quotas == Quotas.off) {
            environment.put("CERTFLEET_ROTATION_RATE", "50");
            environment.put("CERTFLEET_PROOF_SPREAD", "PT0S");
            environment.put("CERTFLEET_ISSUE_BATCH_WINDOW", "PT4S");
            environment.put("CERTFLEET_CSR_BATCH_WINDOW", "PT2S");
            // Several commands' worth, so that doubled events do not leave commands half empty.
            environment.put("CERTFLEET_CERTIFICATE_BATCH_SIZE", "100");
            environment.put("CERTFLEET_CERTIFICATE_BATCH_WINDOW", "PT4S");
            environment.put("CERTFLEET_INSTALLED_BATCH_WINDOW", "PT2S");
        }
        return environment;
    }

    StepTimeouts stepTimeouts() {
        Duration command = DELIVERY_TIMEOUT.plus(EXECUTION_TIMEOUT);
        return new StepTimeouts(
                Duration.ofSeconds(crlDelay),
                command,
                // A rotation may lose the events of its CSR, its certificate and its installation: the loss of the
                // second doubles the timeout of the third.
                loseEvents > 0 ? command.plus(QUEUE_AGE).multipliedBy(3).plus(QUEUE_AGE) : Duration.ZERO);
    }
}
