/** The four services as processes, with the environment that Terraform would give them. */
package io.certfleet.drill.services;
