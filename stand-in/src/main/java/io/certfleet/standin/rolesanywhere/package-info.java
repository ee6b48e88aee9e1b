/** Roles Anywhere: sessions for certificates that a trust anchor trusts and no CRL lists. */
package io.certfleet.standin.rolesanywhere;
