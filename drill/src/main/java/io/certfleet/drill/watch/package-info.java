/**
 * The watch over each host's certificate and key, which must match at every moment: nobody but who looks all the
 * time sees a moment.
 */
package io.certfleet.drill.watch;
