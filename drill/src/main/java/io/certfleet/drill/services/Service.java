package io.certfleet.drill.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The services of Certfleet, each with credentials of its own. */
public enum Service {
    CHECKER("checker", "AKIACERTFLEETCHECKER"),
    ISSUER("issuer", "AKIACERTFLEETISSUER"),
    DEPLOYER("deployer", "AKIACERTFLEETDEPLOYER"),
    CRL_SYNC("crl-sync", "AKIACERTFLEETCRLSYNC");

    private final String word;
    private final String accessKey;

    Service(String word, String accessKey) {
        this.word = word;
        this.accessKey = accessKey;
    }

    /** Its name, also that of its module. */
    public String word() {
        return word;
    }

    /** The access key that it signs with. */
    public String accessKey() {
        return accessKey;
    }

    /** The command that runs its container build out of a repository. */
    public List<String> command(Path repository, boolean nativeBuild) {
        Path target = repository.resolve(word).resolve("target");
        return nativeBuild ? List.of(runner(target).toString()) : java(target.resolve("quarkus-app/quarkus-run.jar"));
    }

    private static List<String> java(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("not built: " + jar);
        }
        // Four of them share a laptop with the stand-in: small heaps, one compiler.
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString());
    }

    private static Path runner(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-runner"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no native executable in " + target));
        } catch (IOException e) {
            throw new UncheckedIOException("looking for a native executable in " + target, e);
        }
    }
}
