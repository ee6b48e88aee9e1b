/** SNS: a topic whose notifications become files. */
package io.certfleet.standin.sns;
