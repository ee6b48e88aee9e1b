/** The one pace of the stack: how many rotations begin in a second. */
package io.certfleet.pace;
