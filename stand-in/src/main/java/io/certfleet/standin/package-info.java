/**
 * AWS on one loopback port: the services put together, with Certfleet's stack in them or with nothing. Emulators
 * answer where they do as AWS does (ElasticMQ, DynamoDB Local, Event Ruler); the packages say why theirs is own
 * code.
 */
package io.certfleet.standin;
