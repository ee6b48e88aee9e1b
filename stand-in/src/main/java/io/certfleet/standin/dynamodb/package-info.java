/**
 * DynamoDB: AWS's DynamoDB Local, which is throttled and leaves keys unprocessed as AWS may; by itself it does
 * neither.
 */
package io.certfleet.standin.dynamodb;
