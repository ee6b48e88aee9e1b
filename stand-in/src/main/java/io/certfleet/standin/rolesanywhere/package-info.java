/**
 * Roles Anywhere: sessions for certificates that a trust anchor trusts and no CRL lists. Own code, because moto
 * has no Roles Anywhere.
 */
package io.certfleet.standin.rolesanywhere;
