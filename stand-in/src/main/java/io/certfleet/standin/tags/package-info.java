/** The tags of resources, in the spellings of three services. */
package io.certfleet.standin.tags;
