/** Fields of a log line, taken from what its format names. */
package io.certfleet.logging;
