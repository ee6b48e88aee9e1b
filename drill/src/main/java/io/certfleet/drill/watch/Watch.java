package io.certfleet.drill.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The watch over one host's certificate and key: the link is read, both files, the link again, and only what was read
 * under one unchanged link is judged.
 */
public final class Watch {
    private static final String NO_LINK = "";

    private final String hostId;
    private final Path link;
    private final Path certificate;
    private final Path key;
    private String seen = "";
    private boolean complete;

    /** Watches what the two configured names lead to; {@code link} is {@code current} of the host's versions. */
    public Watch(String hostId, Path link, Path certificate, Path key) {
        this.hostId = hostId;
        this.link = link;
        this.certificate = certificate;
        this.key = key;
    }

    String hostId() {
        return hostId;
    }

    /** What stands there now if it is new and was read whole; empty if nothing changed or it changed meanwhile. */
    Optional<Pair> look() {
        try {
            String before = target();
            String marks = before + marks();
            if (marks.equals(seen)) {
                return Optional.empty();
            }
            Optional<Pair> pair = read();
            // The link alone cannot tell on a host that has none yet, or whose files are replaced beside it.
            if (!(target() + marks()).equals(marks)) {
                return Optional.empty();
            }
            seen = marks;
            complete |= pair.isPresent();
            return pair;
        } catch (IOException e) {
            // Something was renamed or removed while it was read; the next look sees what it has become.
            return Optional.empty();
        }
    }

    /** A name without a file is not a pair before the first one, and a broken one after it. */
    private Optional<Pair> read() throws IOException {
        Optional<String> first = content(certificate);
        Optional<String> second = content(key);
        if (first.isEmpty() || second.isEmpty()) {
            return complete ? Optional.of(Pair.of("", "")) : Optional.empty();
        }
        return Optional.of(Pair.of(first.get(), second.get()));
    }

    private String target() throws IOException {
        return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : NO_LINK;
    }

    private String marks() throws IOException {
        return mark(certificate) + mark(key);
    }

    private static String mark(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return " " + attributes.fileKey() + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toInstant();
        } catch (NoSuchFileException e) {
            return " none";
        }
    }

    private static Optional<String> content(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
