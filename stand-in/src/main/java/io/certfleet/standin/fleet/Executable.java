package io.certfleet.standin.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * Writes a file that is about to be run. Another process does it: what this one has open for writing every child that is
 * started meanwhile has open too for a moment, and then the kernel does not run the file (execve(2), ETXTBSY).
 */
public final class Executable {
    private static final String WRITE = "umask 077; cat >\"$0\" && chmod \"$1\" \"$0\"";

    private Executable() {}

    /** Writes the file anew with a mode such as {@code 755}. */
    public static Path write(Path file, String content, String mode) {
        try {
            Process writer = new ProcessBuilder("sh", "-c", WRITE, file.toString(), mode)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start();
            try (OutputStream input = writer.getOutputStream()) {
                input.write(content.getBytes(UTF_8));
            }
            if (writer.waitFor() != 0) {
                throw new IllegalStateException("writing " + file + ": exit status " + writer.exitValue());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("writing " + file + " was interrupted", e);
        }
    }
}
