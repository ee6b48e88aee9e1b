package io.certfleet.standin.privateca;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a CA of the stand-in is created with.
 *
 * @param keyAlgorithm as Private CA names it: RSA_2048, RSA_4096, EC_prime256v1, EC_secp384r1
 * @param shortLived whether the CA is in SHORT_LIVED_CERTIFICATE mode and signs for seven days at most
 * @param crlBucket the S3 bucket that certificates name as their CRL's place
 * @param crlDelay from a revocation to the CRL that lists it; about 30 minutes on AWS
 * @param crlLifetime from a CRL's creation to its nextUpdate (ExpirationInDays)
 * @param issueDelay from IssueCertificate to the signed certificate, while GetCertificate says in progress
 * @param folder where the ledger and everything signed are kept as files
 */
public record CaSettings(
        String region,
        String account,
        String keyAlgorithm,
        boolean shortLived,
        String crlBucket,
        Duration crlDelay,
        Duration crlLifetime,
        Duration issueDelay,
        Path folder) {

    /** A short-lived RSA_2048 CA whose CRL follows a revocation after two seconds and lasts seven days. */
    public static CaSettings standard(String region, String account, Path folder) {
        return new CaSettings(
                region,
                account,
                "RSA_2048",
                true,
                "certfleet-crl-" + account,
                Duration.ofSeconds(2),
                Duration.ofDays(7),
                Duration.ofMillis(100),
                folder);
    }

    /** The same with another delay of the CRL. */
    public CaSettings withCrlDelay(Duration delay) {
        return new CaSettings(
                region, account, keyAlgorithm, shortLived, crlBucket, delay, crlLifetime, issueDelay, folder);
    }

    /** The same with another kind of CA key. */
    public CaSettings withKeyAlgorithm(String algorithm) {
        return new CaSettings(
                region, account, algorithm, shortLived, crlBucket, crlDelay, crlLifetime, issueDelay, folder);
    }

    /** The same without the seven-day cap. */
    public CaSettings generalPurpose() {
        return new CaSettings(
                region, account, keyAlgorithm, false, crlBucket, crlDelay, crlLifetime, issueDelay, folder);
    }

    /** The same for another CA, whose files are in a folder of its own. */
    CaSettings inFolder(String name) {
        return new CaSettings(
                region,
                account,
                keyAlgorithm,
                shortLived,
                crlBucket,
                crlDelay,
                crlLifetime,
                issueDelay,
                folder.resolve(name));
    }
}
