/** What Terraform manages in Systems Manager: documents in their versions, and activations. */
package io.certfleet.standin.runcommand.management;
