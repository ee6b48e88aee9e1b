package io.certfleet.inventory;

import io.certfleet.message.Serial;
import java.time.Instant;

/** A certificate that was issued for a host and has not expired: what a revocation must reach. */
public record UnexpiredCertificate(Serial serial, Instant notAfter, String certificateArn) {}
