/**
 * The AWS account that the stand-in pretends to be, and the ARNs in it: one of them, for all services to agree
 * upon.
 */
package io.certfleet.standin.account;
