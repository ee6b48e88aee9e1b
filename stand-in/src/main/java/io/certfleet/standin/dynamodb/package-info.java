/** DynamoDB: an emulator of it, which is throttled and leaves keys unprocessed as AWS may. */
package io.certfleet.standin.dynamodb;
