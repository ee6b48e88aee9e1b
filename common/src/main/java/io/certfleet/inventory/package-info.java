/** The table of hosts: rows are found, swept page by page, and written here. */
package io.certfleet.inventory;
