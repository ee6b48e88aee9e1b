/** What people are notified of. */
package io.certfleet.notification;
