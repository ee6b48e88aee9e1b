/** SQS: ElasticMQ, with the limits, the retention and the failures that it does not know. */
package io.certfleet.standin.sqs;
