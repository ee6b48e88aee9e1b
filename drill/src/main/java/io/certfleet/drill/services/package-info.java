/** The four services as processes, as they are packaged, with the environment that Terraform would give them. */
package io.certfleet.drill.services;
