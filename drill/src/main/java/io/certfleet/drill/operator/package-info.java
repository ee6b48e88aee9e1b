/** What an operator does: calls AWS, reads and edits rows, looks at the queues. */
package io.certfleet.drill.operator;
