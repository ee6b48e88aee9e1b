package io.certfleet.drill.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * The last line of a terminal, redrawn in place and cut to the terminal's width: a longer one would leave a part of itself
 * behind with every redrawing. What others print goes above it.
 */
public final class StatusLine {
    private static final String ERASE = "\r\033[K";

    private final PrintStream terminal;
    private final IntSupplier columns;
    private String shown = "";
    private boolean othersAreInALine;

    public StatusLine(PrintStream terminal, IntSupplier columns) {
        this.terminal = terminal;
        this.columns = columns;
    }

    /** What everybody else is to print on. */
    public PrintStream others() {
        return new PrintStream(new Above(), true, StandardCharsets.UTF_8);
    }

    /** Shows this line in place of the one that is there; an empty one shows none. */
    public synchronized void show(String line) {
        shown = line;
        if (!othersAreInALine) {
            draw();
        }
    }

    private void draw() {
        // In a terminal's last column the cursor waits to wrap: it is left free.
        int width = Math.max(1, columns.getAsInt() - 1);
        terminal.print(ERASE + (shown.length() > width ? shown.substring(0, width) : shown));
        terminal.flush();
    }

    private synchronized void printAbove(byte[] bytes, int from, int length) {
        if (length == 0) {
            return;
        }
        if (!othersAreInALine && !shown.isEmpty()) {
            terminal.print(ERASE);
        }
        terminal.write(bytes, from, length);
        othersAreInALine = bytes[from + length - 1] != '\n';
        if (othersAreInALine || shown.isEmpty()) {
            terminal.flush();
        } else {
            draw();
        }
    }

    private final class Above extends OutputStream {
        @Override
        public void write(int one) {
            printAbove(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            printAbove(bytes, from, length);
        }
    }
}
