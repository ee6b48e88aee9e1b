package io.certfleet.drill.services;

import io.certfleet.drill.waiting.NotHeldException;
import io.certfleet.drill.waiting.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The four services as processes of their own. */
public final class Services implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();
    private final List<ServiceProcess> processes = new ArrayList<>();

    /** Starts all of them; logs go to {@code <service>.log} in a folder. */
    public Services(Path repository, boolean nativeBuild, Map<String, String> environment, Path logs) {
        try {
            Files.createDirectories(logs);
            for (Service service : Service.values()) {
                Map<String, String> own = new HashMap<>(environment);
                own.put("AWS_ACCESS_KEY_ID", service.accessKey());
                own.put("AWS_SECRET_ACCESS_KEY", "local");
                own.put("QUARKUS_HTTP_HOST", "127.0.0.1");
                // Any free port: the log says which.
                own.put("QUARKUS_HTTP_PORT", "0");
                processes.add(new ServiceProcess(
                        service, service.command(repository, nativeBuild), own, logs.resolve(service.word() + ".log")));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("preparing " + logs, e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Waits until all are up. */
    public void awaitHealthy() {
        for (ServiceProcess process : processes) {
            Wait.until(process.service().word() + " is up, see " + process.log(), LONGEST_START, () -> {
                checkAlive();
                return process.address().filter(this::isHealthy).isPresent();
            });
        }
    }

    /** Fails if one has ended by itself. */
    public void checkAlive() {
        String ended = processes.stream()
                .filter(process -> !process.isAlive())
                .map(process -> process.service().word() + " (" + process.log() + ")")
                .collect(Collectors.joining(", "));
        if (!ended.isEmpty()) {
            throw new NotHeldException("ended by itself: " + ended);
        }
    }

    private boolean isHealthy(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/q/health"))
                .timeout(LONGEST_ANSWER)
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends all of them. */
    @Override
    public void close() {
        processes.forEach(ServiceProcess::end);
        processes.forEach(ServiceProcess::awaitEnd);
        client.close();
    }
}
