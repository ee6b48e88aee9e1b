/** The row of a host in the table, read and written: certificate, rotation, failures, settings. */
package io.certfleet.inventory;
