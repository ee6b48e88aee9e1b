package io.certfleet.standin.iam;

/** Knows which objects there are in the bucket. */
@FunctionalInterface
public interface ObjectKeys {

    /** Whether there is an object with this key. */
    boolean contains(String key);
}
