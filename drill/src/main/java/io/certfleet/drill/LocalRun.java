package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.operator.Rows;
import io.certfleet.drill.services.ServiceEnvironment;
import io.certfleet.drill.services.Services;
import io.certfleet.drill.terminal.StatusLine;
import io.certfleet.drill.terminal.Terminal;
import io.certfleet.drill.waiting.NotHeldException;
import io.certfleet.drill.watch.Watcher;
import io.certfleet.standin.EnvironmentFile;
import io.certfleet.standin.OutputsFile;
import io.certfleet.standin.StandIn;
import io.certfleet.standin.StandInSettings;
import io.certfleet.standin.eventbridge.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole system on one machine: the stand-in, a fleet and the four services, until Ctrl-C or as a drill. */
@Command(
        name = "local-run",
        mixinStandardHelpOptions = true,
        description = "Runs Certfleet on this machine: an AWS stand-in, simulated hosts and the four services.",
        footer = "With --stand-in as its first word it serves an empty account alone: --stand-in --help.")
public final class LocalRun implements Callable<Integer> {
    @Mixin
    private Options options;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Instant start = Instant.now();
    private volatile boolean stopping;

    /** Runs and ends the process with 0 only if all held. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs and answers the exit status. */
    static int execute(String... arguments) {
        return new CommandLine(new LocalRun()).execute(arguments);
    }

    @Override
    public Integer call() {
        Thread hook = new Thread(
                () -> {
                    stopping = true;
                    close();
                },
                "stopping");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run();
        } catch (NotHeldException e) {
            // What ends because all of it is being stopped is not a finding.
            if (!stopping) {
                System.err.println("local-run: did not hold: " + e.getMessage());
            }
            return 1;
        } finally {
            close();
        }
    }

    private int run() {
        options.check();
        Optional<StatusLine> statusLine = statusLine();
        Path folder = options.freshFolder();
        StandInSettings settings = options.standInSettings(folder);
        StandIn standIn = opened(new StandIn(settings));
        Operator operator = new Operator(standIn.environment());
        write(options.environmentFile(), EnvironmentFile.of(standIn.environment(), Operator.ACCESS_KEY));
        write(options.environmentFile().resolveSibling("outputs.json"), OutputsFile.of(standIn.environment()));
        Services services = opened(new Services(
                options.repository(),
                options.nativeBuild(),
                options.serviceEnvironment(ServiceEnvironment.of(standIn)),
                folder.resolve("logs")));
        Progress progress = opened(new Progress(System.err, statusLine, standIn, new Rows(operator), start));
        progress.stage("starting the services");
        progress.start();
        services.awaitHealthy();
        return options.once()
                ? drill(standIn, operator, services, progress, folder)
                : demonstrate(standIn, operator, services, progress);
    }

    /** Whatever is printed from now on, by the emulators too, goes above it. */
    private Optional<StatusLine> statusLine() {
        if (!options.redrawn()) {
            return Optional.empty();
        }
        StatusLine line = new StatusLine(System.err, new Terminal()::columns);
        System.setErr(line.others());
        return Optional.of(line);
    }

    private int drill(StandIn standIn, Operator operator, Services services, Progress progress, Path folder) {
        Roles roles = new Roles(standIn.fleet(), options.hosts());
        write(folder.resolve("roles.json"), roles.json().toString());
        Watcher watcher = opened(new Watcher(folder.resolve("watcher.jsonl"), Clock.systemUTC()));
        Drill drill = new Drill(
                standIn,
                operator,
                roles,
                watcher,
                new OriginalSample(operator.administrator(), folder.resolve("scratch")),
                progress,
                options.stepTimeouts(),
                options.loseEvents(),
                new SweepLog(folder.resolve("logs/checker.log")));
        drill.run();
        services.checkAlive();
        watcher.close();
        progress.stage("checking the figures");
        progress.close();
        ObjectNode observed = Figures.of(standIn, roles, drill, watcher, start);
        write(folder.resolve("observed.json"), observed.toString());
        Judge.Verdict verdict = new Judge(options.repository(), standIn.environment()).of(folder);
        List<String> wrong = Mishaps.of(standIn);
        if (verdict.figures().isEmpty()) {
            wrong.add("drill/check, which needs Python 3, did not count the figures");
        } else if (!verdict.holds()) {
            wrong.add("drill/check says of the figures what is wrong");
        }
        close();
        wrong.forEach(what -> System.err.println("local-run: did not hold: " + what));
        System.out.println(verdict.figures().orElse(observed.toString()));
        return wrong.isEmpty() ? 0 : 1;
    }

    /** Enrols the hosts and goes on until somebody ends it. */
    private int demonstrate(StandIn standIn, Operator operator, Services services, Progress progress) {
        Rows rows = new Rows(operator);
        standIn.bus().delivery(Delivery.once().losingEvery(options.loseEvents()));
        standIn.fleet().register(options.hosts()).forEach(host -> rows.put(Rows.item(host.id())));
        // For who wants to add a host by hand: registered, without a row.
        standIn.fleet().register();
        operator.request(Requests.sweep());
        progress.stage("running until Ctrl-C; in a second shell:");
        progress.stage("    . " + options.environmentFileAsTyped());
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(1, TimeUnit.SECONDS)) {
                services.checkAlive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private synchronized <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println("local-run: stopping: " + e);
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }
}
