/**
 * The hosts outside AWS: each a directory with its programs, which fail as they are told to. Own code, because the
 * scripts are to run as they are, on many machines at once and without one.
 */
package io.certfleet.standin.fleet;
