/**
 * What Terraform and administrators manage in Private CA: CAs from their creation to their deletion, and their
 * tags. Own code, because it is about the CAs that sign here.
 */
package io.certfleet.standin.privateca.management;
