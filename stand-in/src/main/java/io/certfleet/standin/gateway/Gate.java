package io.certfleet.standin.gateway;

/** What a call must pass before its service answers; a gate refuses by throwing an {@link AwsError}. */
@FunctionalInterface
public interface Gate {

    /** Lets the call pass, or refuses it. */
    void pass(Call call);
}
