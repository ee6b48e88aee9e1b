/**
 * S3: buckets, in which Private CA puts its CRLs. Own code, because a bucket here tells EventBridge of its
 * objects, and refuses a CA that its policy does not let in.
 */
package io.certfleet.standin.s3;
