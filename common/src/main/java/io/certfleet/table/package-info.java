/** How an item of DynamoDB is read attribute by attribute, and written by conditional updates. */
package io.certfleet.table;
