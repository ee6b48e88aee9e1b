/**
 * What an operator does: calls AWS, reads and edits rows, looks at the queues; by plain requests, as a shell would
 * send them.
 */
package io.certfleet.drill.operator;
