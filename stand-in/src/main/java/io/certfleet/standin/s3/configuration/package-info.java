/**
 * What Terraform manages in S3: the parts of a bucket's configuration, kept as they were put. Own code, because
 * the bucket is, and moto loses its EventBridge setting.
 */
package io.certfleet.standin.s3.configuration;
