/** Checks of settings that modules share. */
package io.certfleet.settings;
