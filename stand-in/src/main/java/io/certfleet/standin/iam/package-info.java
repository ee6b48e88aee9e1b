/**
 * IAM: judges each call by the policies of {@code infra/terraform}, and records which grants were needed. Own
 * code, because moto's check knows no policies of resources ({@code moto/iam/access_control.py}), and the other
 * emulators let everybody do everything.
 */
package io.certfleet.standin.iam;
