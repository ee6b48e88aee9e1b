/**
 * EventBridge: the rules of {@code infra/terraform/events}, and events that come twice, late or never. AWS's Event
 * Ruler matches them; the bus is own code because no emulator delivers otherwise than once.
 */
package io.certfleet.standin.eventbridge;
