/** The AWS account that the stand-in pretends to be, and the ARNs in it. */
package io.certfleet.standin.account;
