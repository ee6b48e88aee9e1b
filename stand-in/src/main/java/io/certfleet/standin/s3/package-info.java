/** S3: buckets, in which Private CA puts its CRLs. */
package io.certfleet.standin.s3;
