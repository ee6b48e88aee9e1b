/** AWS on one loopback port: the services put together, with Certfleet's stack in them or with nothing. */
package io.certfleet.standin;
