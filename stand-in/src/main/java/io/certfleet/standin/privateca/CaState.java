package io.certfleet.standin.privateca;

import io.certfleet.standin.privateca.Lifecycle.Status;
import java.time.Instant;

/** What of a CA can change: its configuration, and where it is between creation and deletion. */
public final class CaState {
    private CaConfiguration configuration;
    private Lifecycle lifecycle;

    CaState(CaConfiguration configuration, Lifecycle lifecycle) {
        this.configuration = configuration;
        this.lifecycle = lifecycle;
    }

    public synchronized CaConfiguration configuration() {
        return configuration;
    }

    public synchronized Lifecycle lifecycle() {
        return lifecycle;
    }

    /** Refuses unless the CA is in one of these states. */
    public synchronized void require(Instant now, String what, Status... allowed) {
        lifecycle.require(now, what, allowed);
    }

    /** Refuses to sign unless the CA is in one of these states. */
    synchronized void requireSigning(Instant now, Status... allowed) {
        lifecycle.requireSigning(now, allowed);
    }

    public synchronized void configure(CaConfiguration changed) {
        configuration = changed;
    }

    synchronized void imported(Instant now) {
        lifecycle = lifecycle.imported(now);
    }

    public synchronized void updated(String status, Instant now) {
        lifecycle = lifecycle.updated(status, now);
    }

    public synchronized void deleted(int days, Instant now) {
        lifecycle = lifecycle.deleted(days, now);
    }

    public synchronized void restored(boolean hasCertificate, Instant now) {
        lifecycle = lifecycle.restored(hasCertificate, now);
    }
}
