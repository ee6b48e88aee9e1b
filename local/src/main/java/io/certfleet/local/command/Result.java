package io.certfleet.local.command;

/** How a script ended. */
record Result(Status status, int exitCode, Output output) {}
