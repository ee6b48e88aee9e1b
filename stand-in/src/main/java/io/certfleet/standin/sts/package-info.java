/** STS: who a caller is, and the sessions that were handed out. */
package io.certfleet.standin.sts;
