/** Systems Manager's Run Command: scripts of documents run on hosts, and what is told of these commands. */
package io.certfleet.standin.runcommand;
