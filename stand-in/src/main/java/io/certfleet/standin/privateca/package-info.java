/**
 * Private CA: CAs that sign real certificates and CRLs. Own code, because moto's IssueCertificate knows neither
 * ApiPassthrough nor Validity nor IdempotencyToken, and nobody there publishes a CRL.
 */
package io.certfleet.standin.privateca;
