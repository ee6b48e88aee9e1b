package io.certfleet.standin.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one loopback port that every call to the stand-in passes. */
public final class Gateway implements AutoCloseable {
    /** What no service of AWS serves: the counts of calls. */
    public static final String CALLS = "/_certfleet/calls";

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    static {
        // The JDK's server waits for acknowledgements (Nagle) and closes idle connections at once beyond 200 or after
        // 30 s, which clients that pool connections meet as a broken one.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "5000");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, AwsService> services = new ConcurrentHashMap<>();
    private final List<Gate> gates;
    private final InstantSource clock;
    private final CallLog log;
    private final CallCounts counts = new CallCounts();

    /** Takes the port (0: any free one) on the loopback address; gates are passed in their order. */
    public Gateway(int port, List<Gate> gates, InstantSource clock, CallLog log) {
        this.gates = new CopyOnWriteArrayList<>(gates);
        this.clock = clock;
        this.log = log;
        try {
            InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("taking port " + port + " of 127.0.0.1", e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /** Puts a service behind the gateway. */
    public void serve(AwsService service) {
        services.put(service.name(), service);
    }

    /** Puts a gate before all others. */
    public void guard(Gate gate) {
        gates.addFirst(gate);
    }

    /** Opens the gateway. */
    public void open() {
        server.start();
    }

    /** The address to call, without a slash at its end. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The calls so far. */
    public CallCounts counts() {
        return counts;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals(CALLS)) {
                write(exchange, Answer.json(counts.json()), UUID.randomUUID().toString());
                return;
            }
            Instant start = clock.instant();
            String requestId = UUID.randomUUID().toString();
            Call call = CallReader.read(exchange, services);
            Optional<AwsError> refusal = Optional.empty();
            Answer answer;
            try {
                answer = answer(call);
            } catch (AwsError error) {
                refusal = Optional.of(error);
                answer = ErrorForm.of(error, protocol(call), call, requestId);
            }
            log.add(call, answer.status(), refusal, start, clock.instant());
            write(exchange, answer, requestId);
        } catch (IOException e) {
            // The caller has gone, as a long poll's does when its process ends.
            LOG.log(Level.DEBUG, "answering", e);
        }
    }

    private Answer answer(Call call) {
        if (call.service().isEmpty()) {
            throw new AwsError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        AwsService service = services.get(call.service());
        if (service == null || call.operation().isEmpty()) {
            throw reported(AwsService.unknown(call), call);
        }
        try {
            for (Gate gate : gates) {
                gate.pass(call);
            }
        } catch (AwsError refusal) {
            if (refusal.throttles()) {
                counts.throttled(call);
            } else {
                counts.denied(call);
            }
            throw refusal;
        }
        counts.served(call);
        try {
            return service.answer(call);
        } catch (AwsError error) {
            throw reported(error, call);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, call.service() + ":" + call.operation() + ", asked by " + call.caller(), e);
            throw new AwsError(500, "InternalFailure", "the stand-in failed: " + e);
        }
    }

    private static AwsError reported(AwsError error, Call call) {
        if (error.code().equals("UnknownOperationException")) {
            System.err.println("stand-in: " + error.getMessage() + ", asked by " + call.caller());
        }
        return error;
    }

    private AwsService.Protocol protocol(Call call) {
        AwsService service = services.get(call.service());
        return service == null ? AwsService.Protocol.JSON : service.protocol();
    }

    private static void write(HttpExchange exchange, Answer answer, String requestId) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        exchange.getResponseHeaders().set("x-amz-request-id", requestId);
        if (answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
