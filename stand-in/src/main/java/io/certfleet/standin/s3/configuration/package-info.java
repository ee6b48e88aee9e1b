/** What Terraform manages in S3: the parts of a bucket's configuration, kept as they were put. */
package io.certfleet.standin.s3.configuration;
