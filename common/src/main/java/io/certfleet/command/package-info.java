/** Commands on hosts: what is sent by Run Command, and what its invocations answered. */
package io.certfleet.command;
