package io.certfleet.standin.runcommand;

import io.certfleet.standin.fleet.SimulatedHost;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Brings invocations to their hosts, runs them there, and tells what became of them. */
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    /** Where the agent's own program is. */
    private static final String WORKING_DIRECTORY = "usr/bin";

    private static final String CREDENTIALS = "root/.aws/credentials";

    private final String region;
    private final StatusEvents events;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final ExecutorService processes;
    private final Map<String, Agent> agents = new ConcurrentHashMap<>();
    private final Set<ScriptRun> running = ConcurrentHashMap.newKeySet();

    Dispatcher(
            String region,
            StatusEvents events,
            Clock clock,
            ScheduledExecutorService timer,
            ExecutorService processes) {
        this.region = region;
        this.events = events;
        this.clock = clock;
        this.timer = timer;
        this.processes = processes;
    }

    void begin(Command command) {
        Duration expiresAfter = command.request().expiresAfter();
        var unused = timer.schedule(() -> expire(command), expiresAfter.toMillis(), TimeUnit.MILLISECONDS);
        send(command);
    }

    /** Ends all scripts that run and begins no other. */
    void stop() {
        processes.shutdownNow();
        running.forEach(ScriptRun::cancel);
    }

    private void send(Command command) {
        for (Invocation invocation : command.next()) {
            SimulatedHost host = invocation.host();
            host.deliver(() -> {
                if (!invocation.receive()) {
                    return;
                }
                tell(invocation, Status.IN_PROGRESS);
                agents.computeIfAbsent(host.id(), unused -> new Agent(processes))
                        .accept(() -> run(invocation));
            });
        }
    }

    private void run(Invocation invocation) {
        SimulatedHost host = invocation.host();
        SendCommandRequest request = invocation.command().request();
        Path folder = host.folder()
                .resolve("var/lib/amazon/ssm")
                .resolve(host.id())
                .resolve("document/orchestration")
                .resolve(invocation.command().id())
                .resolve(request.document().step().name());
        ScriptRun script = new ScriptRun(
                folder, host.files().directory(WORKING_DIRECTORY), environment(host, invocation.command()));
        if (!invocation.begin(clock.instant())) {
            return;
        }
        running.add(script);
        Result result;
        try {
            result = script.run(
                    request.document().script(request.parameters()),
                    request.document().executionTimeout(request.parameters()));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "running a script on " + host.id(), e);
            result = new Result(Status.FAILED, 1, new Output("", "failed to run commands: " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            script.cancel();
            return;
        } finally {
            running.remove(script);
        }
        if (host.wasRebooted()) {
            // amazon-ssm-agent, executer/outofproc: the worker is gone, and the script is not run again.
            result = new Result(Status.FAILED, -1, new Output("", "document process failed unexpectedly"));
        }
        reply(invocation, result);
    }

    /** Sent as soon as there is a connection: late, then, and perhaps when it is not news any more. */
    private void reply(Invocation invocation, Result result) {
        invocation.host().deliver(() -> {
            if (invocation.end(clock.instant(), result)) {
                settle(invocation, result.status());
            }
        });
    }

    // amazon-ssm-agent, agent/executers/executers.go; host.environment() is what the stand-in adds.
    private Map<String, String> environment(SimulatedHost host, Command command) {
        Map<String, String> environment = new HashMap<>(host.environment());
        environment.put("AWS_SSM_INSTANCE_ID", host.id());
        environment.put("AWS_SSM_REGION_NAME", region);
        environment.put("SSM_COMMAND_ID", command.id());
        // On hybrid nodes, where the agent keeps the node role's credentials.
        environment.put(
                "AWS_SHARED_CREDENTIALS_FILE", host.files().path(CREDENTIALS).toString());
        environment.put("AWS_SSM_PLATFORM_NAME", SimulatedHost.PLATFORM_NAME);
        environment.put("AWS_SSM_PLATFORM_VERSION", SimulatedHost.PLATFORM_VERSION);
        return environment;
    }

    private void expire(Command command) {
        for (Invocation invocation : command.invocations()) {
            if (invocation.expire(clock.instant())) {
                settle(invocation, Status.DELIVERY_TIMED_OUT);
            }
        }
    }

    private void settle(Invocation invocation, Status status) {
        Command command = invocation.command();
        tell(invocation, status);
        if (command.hasTooManyErrors()) {
            for (Invocation other : command.invocations()) {
                if (other.giveUp(Status.TERMINATED, clock.instant())) {
                    tell(other, Status.TERMINATED);
                }
            }
        }
        send(command);
    }

    private void tell(Invocation invocation, Status status) {
        events.invocation(invocation, status);
        invocation.command().tell(events::command);
    }
}
