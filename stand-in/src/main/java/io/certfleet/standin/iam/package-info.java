/** IAM: judges each call by the policies of {@code infra/terraform}, and records which grants were needed. */
package io.certfleet.standin.iam;
