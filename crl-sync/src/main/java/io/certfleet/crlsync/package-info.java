/** The newest CRL of the CA is brought into Roles Anywhere. */
package io.certfleet.crlsync;
