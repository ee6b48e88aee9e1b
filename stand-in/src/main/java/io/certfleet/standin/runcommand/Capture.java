package io.certfleet.standin.runcommand;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What comes out of a pipe until everybody who holds its other end has closed it. */
final class Capture {
    // One byte more than can be reported, so that it is seen to be cut.
    private static final int MOST = Output.MOST_STANDARD_OUTPUT + 1;

    private final InputStream pipe;
    private final ByteArrayOutputStream first = new ByteArrayOutputStream();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final Thread reader;

    /** Begins to read. */
    Capture(InputStream pipe) {
        this.pipe = pipe;
        this.reader = Thread.ofPlatform().daemon().name("output-", 0).start(this::read);
    }

    private void read() {
        byte[] bytes = new byte[8192];
        reading.countDown();
        try {
            for (int count = pipe.read(bytes); count >= 0; count = pipe.read(bytes)) {
                keep(bytes, count);
            }
        } catch (IOException e) {
            // The process was killed: what has come so far is all.
            reader.interrupt();
        }
    }

    /** Waits until it reads: of a process that has ended by then Java keeps the end of its output, whoever else holds it. */
    void awaitBegin() throws InterruptedException {
        reading.await();
    }

    private synchronized void keep(byte[] bytes, int count) {
        first.write(bytes, 0, Math.min(count, MOST - first.size()));
    }

    /** Waits for the end, so long at most; says whether it has come. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return reader.join(longest);
    }

    /** What has come so far. */
    synchronized String text() {
        return first.toString(StandardCharsets.UTF_8);
    }
}
