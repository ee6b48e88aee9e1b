/** What Terraform and administrators manage in Private CA: CAs from their creation to their deletion, and their tags. */
package io.certfleet.standin.privateca.management;
