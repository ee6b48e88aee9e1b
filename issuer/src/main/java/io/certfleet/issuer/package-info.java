/** Key and CSR on the host, a signature by the CA, and revocation. */
package io.certfleet.issuer;
