/** Private CA: CAs that sign real certificates and CRLs. */
package io.certfleet.standin.privateca;
