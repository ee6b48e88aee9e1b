/** Issued certificates are installed on their hosts, proved and recorded. */
package io.certfleet.deployer;
