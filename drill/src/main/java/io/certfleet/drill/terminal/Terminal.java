package io.certfleet.drill.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How wide the terminal is that standard error goes to. */
public final class Terminal {
    private static final int USUAL = 80;
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");
    // It may be resized at any time; asking starts a process.
    private static final Duration ASK_EVERY = Duration.ofSeconds(2);

    private int columns = USUAL;
    private long askedAt;
    private boolean asked;

    /** As it was at most two seconds ago. */
    public synchronized int columns() {
        if (!asked || System.nanoTime() - askedAt > ASK_EVERY.toNanos()) {
            columns = ask();
            asked = true;
            askedAt = System.nanoTime();
        }
        return columns;
    }

    private static int ask() {
        try {
            // Standard input need not be the terminal.
            Process stty = new ProcessBuilder("sh", "-c", "exec stty size <&2")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            stty.getOutputStream().close();
            Matcher size = SIZE.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            stty.waitFor(1, TimeUnit.SECONDS);
            // A terminal that was never given a size says 0.
            return size.matches() && Integer.parseInt(size.group(1)) > 0 ? Integer.parseInt(size.group(1)) : USUAL;
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
