/** What the files of {@code infra/terraform} need to be read without Terraform, which a drill does not need. */
package io.certfleet.standin.terraform;
