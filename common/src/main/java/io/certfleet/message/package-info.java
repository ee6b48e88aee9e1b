/** The messages of all queues and the events of AWS, each read into a record. */
package io.certfleet.message;
