/** One line of a terminal that is redrawn below all other output. */
package io.certfleet.drill.terminal;
