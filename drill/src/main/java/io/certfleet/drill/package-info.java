/**
 * The local run: the stand-in, a fleet and the four services on one machine, in a drill that {@code drill/check}
 * judges or until Ctrl-C.
 */
package io.certfleet.drill;
