package io.certfleet.checker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by a step whenever it is asked. */
final class TestClock extends Clock {
    private final Duration step;
    private Instant now;

    TestClock(Instant now, Duration step) {
        this.now = now;
        this.step = step;
    }

    @Override
    public Instant instant() {
        Instant answer = now;
        now = now.plus(step);
        return answer;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
