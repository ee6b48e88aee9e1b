/** SQS: an emulator of it, with the limits that the emulator does not know. */
package io.certfleet.standin.sqs;
