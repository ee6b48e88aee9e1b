/** SNS: a topic whose notifications become files. Own code, because it is one operation. */
package io.certfleet.standin.sns;
