/** The tags of resources, in the spellings of three services, which have the same limits. */
package io.certfleet.standin.tags;
