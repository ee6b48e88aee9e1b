/**
 * Systems Manager's Run Command: scripts of documents run on hosts, and what is told of these commands. Own code,
 * because moto keeps commands and runs none.
 */
package io.certfleet.standin.runcommand;
