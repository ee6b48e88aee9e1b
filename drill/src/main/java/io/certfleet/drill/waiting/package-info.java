/**
 * Waiting until something holds, and what is thrown when it does not in time, with all that is missing; Awaitility
 * stays with the tests.
 */
package io.certfleet.drill.waiting;
