package io.certfleet.standin.fleet;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code aws_signing_helper} of the hosts: a script that knows the stand-in's endpoint. */
public record SigningHelper(String script) {
    private static final String NAME = "aws_signing_helper";

    /** AWS's own helper if it is on this machine's PATH, else {@link #ours(URI)}. */
    public static SigningHelper of(URI endpoint) {
        return of(endpoint, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /** The same with a PATH of one's own. */
    static SigningHelper of(URI endpoint, String path) {
        return on(path, NAME).map(real -> aws(real, endpoint)).orElseGet(() -> ours(endpoint));
    }

    /** Our script, on openssl and curl. */
    public static SigningHelper ours(URI endpoint) {
        try (InputStream template = SigningHelper.class.getResourceAsStream(NAME)) {
            return new SigningHelper(new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@ENDPOINT@", endpoint.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SigningHelper aws(Path real, URI endpoint) {
        return new SigningHelper("#!/bin/sh\nexec '" + real + "' \"$@\" --endpoint '" + endpoint + "'\n");
    }

    /** A program of this machine. */
    static Optional<Path> onPath(String program) {
        return on(Optional.ofNullable(System.getenv("PATH")).orElse(""), program);
    }

    private static Optional<Path> on(String path, String program) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }
}
