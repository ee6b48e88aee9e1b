/** What the files of {@code infra/terraform} need to be read without Terraform. */
package io.certfleet.standin.terraform;
