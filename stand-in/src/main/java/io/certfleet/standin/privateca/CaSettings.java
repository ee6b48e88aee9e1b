package io.certfleet.standin.privateca;

import io.certfleet.standin.account.Account;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a CA of the stand-in is created with.
 *
 * @param keyAlgorithm as Private CA names it: RSA_2048, RSA_4096, EC_prime256v1, EC_secp384r1
 * @param shortLived whether the CA is in SHORT_LIVED_CERTIFICATE mode and signs for seven days at most
 * @param crlDelay from a revocation to the CRL that lists it; about 30 minutes on AWS
 * @param folder where the ledger and everything signed are kept as files
 */
public record CaSettings(Account account, String keyAlgorithm, boolean shortLived, Duration crlDelay, Path folder) {
    /** From IssueCertificate to the signed certificate, while GetCertificate says in progress. */
    static final Duration ISSUE_DELAY = Duration.ofMillis(100);

    /** A short-lived RSA_2048 CA whose CRL follows a revocation after two seconds. */
    public static CaSettings standard(Account account, Path folder) {
        return new CaSettings(account, "RSA_2048", true, Duration.ofSeconds(2), folder);
    }

    /** The same with another delay of the CRL. */
    public CaSettings withCrlDelay(Duration delay) {
        return new CaSettings(account, keyAlgorithm, shortLived, delay, folder);
    }

    /** The same with another kind of CA key. */
    public CaSettings withKeyAlgorithm(String algorithm) {
        return new CaSettings(account, algorithm, shortLived, crlDelay, folder);
    }

    /** The same without the seven-day cap. */
    public CaSettings generalPurpose() {
        return new CaSettings(account, keyAlgorithm, false, crlDelay, folder);
    }

    /** The same for another CA, whose files are in a folder of its own. */
    CaSettings inFolder(String name) {
        return new CaSettings(account, keyAlgorithm, shortLived, crlDelay, folder.resolve(name));
    }
}
