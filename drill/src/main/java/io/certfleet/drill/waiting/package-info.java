/** Waiting until something holds, and what is thrown when it does not in time. */
package io.certfleet.drill.waiting;
