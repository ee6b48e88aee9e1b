/** The hosts outside AWS: each a directory with its programs, which fail as they are told to. */
package io.certfleet.standin.fleet;
