/** What follows when an attempt fails for good: the record, the back-off and the notification. */
package io.certfleet.failure;
