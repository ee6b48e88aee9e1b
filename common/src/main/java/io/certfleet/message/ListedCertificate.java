package io.certfleet.message;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that is to be revoked, as a message carries it.
 *
 * @param certificateArn names the CA that has issued it; empty where only the serial is known
 */
public record ListedCertificate(Serial serial, Instant notAfter, Optional<String> certificateArn) {}
