/** A host's row and its rotation: the states, the ways from one to another, and the names of its attributes. */
package io.certfleet.rotation;
