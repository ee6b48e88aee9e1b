/** The watch over each host's certificate and key, which must match at every moment. */
package io.certfleet.drill.watch;
