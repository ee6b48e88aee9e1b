/** One line of a terminal that is redrawn below all other output, which picocli, made for arguments, does not do. */
package io.certfleet.drill.terminal;
