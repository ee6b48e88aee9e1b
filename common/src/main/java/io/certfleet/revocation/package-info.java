/** What a host was issued and what of it is revoked, kept longer than its row. */
package io.certfleet.revocation;
