/**
 * What Terraform manages in Systems Manager: documents in their versions, and activations. Own code, because it is
 * about the documents that run here, and moto has no activations.
 */
package io.certfleet.standin.runcommand.management;
