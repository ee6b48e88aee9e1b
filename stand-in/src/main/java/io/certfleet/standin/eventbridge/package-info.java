/** EventBridge: the rules of {@code infra/terraform/events}, and events that come twice, late or never. */
package io.certfleet.standin.eventbridge;
