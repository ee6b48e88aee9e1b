/** Queues and their entry points: batches from a poller or Lambda to a handler, and messages to the next service. */
package io.certfleet.queue;
