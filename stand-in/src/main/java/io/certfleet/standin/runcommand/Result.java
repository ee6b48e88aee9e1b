package io.certfleet.standin.runcommand;

/** How a script ended. */
record Result(Status status, int exitCode, Output output) {}
