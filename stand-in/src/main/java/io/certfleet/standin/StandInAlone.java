package io.certfleet.standin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An empty account on a loopback port, until it is stopped, whoever started it ends, or its time is up. */
@Command(
        name = "local-run --stand-in",
        mixinStandardHelpOptions = true,
        description = "Serves Private CA, Systems Manager, Roles Anywhere and S3 of an account with nothing in it,"
                + " prints its address, and ends with whoever started it.")
public final class StandInAlone implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "0", description = "on 127.0.0.1; 0, the default, for any free one")
    private int port;

    @Option(
            names = "--for",
            defaultValue = "3600",
            paramLabel = "SECONDS",
            description = "how long at most (${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--folder",
            required = true,
            description = "where certificates and the log of calls are written; everything in it is of this run")
    private Path folder;

    /** Serves, then ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StandInAlone()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        ProcessHandle.current().parent().map(ProcessHandle::onExit).ifPresent(ended -> {
            var unused = ended.thenRun(end::countDown);
        });
        try (EmptyAccount account = new EmptyAccount(folder, port)) {
            System.out.println(account.address());
            boolean ended = end.await(Duration.ofSeconds(seconds).toMillis(), TimeUnit.MILLISECONDS);
            System.err.println(
                    ended ? "stand-in: who started it has ended" : "stand-in: its " + seconds + " seconds are up");
        }
        return 0;
    }
}
