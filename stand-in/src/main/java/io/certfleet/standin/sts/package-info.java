/**
 * STS: who a caller is, and the sessions that were handed out. Own code, because the callers are known here alone.
 */
package io.certfleet.standin.sts;
