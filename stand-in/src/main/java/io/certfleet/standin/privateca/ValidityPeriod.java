package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** From when until when a certificate is valid, as IssueCertificate's Validity asks for it. */
record ValidityPeriod(Instant notBefore, Instant notAfter) {
    /** Private CA dates a certificate 60 minutes back, against clocks that are late (API reference, IssueCertificate). */
    static final Duration BACKDATE = Duration.ofMinutes(60);
    /** The most that a CA in short-lived mode signs, counted from the issuance. */
    static final Duration SHORT_LIVED = Duration.ofDays(7);

    /** Fails with ValidationException where the request is malformed or the CA must not sign that long. */
    static ValidityPeriod of(JsonNode request, Instant now, Instant caNotAfter, boolean shortLived) {
        Instant issuance = now.truncatedTo(ChronoUnit.SECONDS);
        Instant notAfter = end(request.path("Validity"), issuance);
        if (request.hasNonNull("ValidityNotBefore")) {
            throw invalid("ValidityNotBefore is not served here.");
        }
        if (!notAfter.isAfter(issuance)) {
            throw invalid("The certificate validity specified ends before it begins.");
        }
        if (notAfter.isAfter(caNotAfter)) {
            throw invalid("The certificate validity specified exceeds the certificate authority validity.");
        }
        if (shortLived && notAfter.isAfter(issuance.plus(SHORT_LIVED))) {
            throw invalid("The certificate validity specified exceeds the maximum of 7 days"
                    + " of a certificate authority in SHORT_LIVED_CERTIFICATE mode.");
        }
        return new ValidityPeriod(issuance.minus(BACKDATE), notAfter);
    }

    private static Instant end(JsonNode validity, Instant issuance) {
        long value = value(validity);
        ZonedDateTime start = issuance.atZone(ZoneOffset.UTC);
        try {
            return switch (validity.path("Type").asText()) {
                case "DAYS" -> start.plusDays(value).toInstant();
                case "YEARS" -> start.plusYears(value).toInstant();
                case "ABSOLUTE" -> Instant.ofEpochSecond(value);
                default ->
                    throw invalid(
                            "Validity must have one of the types ABSOLUTE, DAYS, YEARS: no other is served here.");
            };
        } catch (DateTimeException e) {
            throw invalid("The certificate validity specified is not a date: " + value + ".");
        }
    }

    private static long value(JsonNode validity) {
        if (!validity.path("Value").isIntegralNumber() || validity.path("Value").asLong() < 1) {
            throw invalid("Validity needs a Value of at least 1.");
        }
        return validity.path("Value").asLong();
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", message);
    }
}
