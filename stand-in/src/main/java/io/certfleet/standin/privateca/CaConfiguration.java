package io.certfleet.standin.privateca;

import io.certfleet.standin.account.Account;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * What CreateCertificateAuthority asks for.
 *
 * @param type ROOT: no other is served here
 * @param usageMode SHORT_LIVED_CERTIFICATE signs for seven days at most
 */
public record CaConfiguration(
        String type,
        X500Name subject,
        String keyAlgorithm,
        String signingAlgorithm,
        String usageMode,
        String keyStorage,
        Optional<CrlConfiguration> crl) {
    public static final String SHORT_LIVED = "SHORT_LIVED_CERTIFICATE";
    public static final String GENERAL_PURPOSE = "GENERAL_PURPOSE";
    public static final String KEY_STORAGE = "FIPS_140_2_LEVEL_3_OR_HIGHER";
    private static final Duration CRL_LIFETIME = Duration.ofDays(7);

    /** The configuration of the CA that a run begins with. */
    static CaConfiguration of(CaSettings settings) {
        Account account = settings.account();
        return new CaConfiguration(
                "ROOT",
                new X500Name("CN=Certfleet local root,O=Certfleet"),
                settings.keyAlgorithm(),
                CaIdentity.usualSigningAlgorithm(settings.keyAlgorithm()),
                settings.shortLived() ? SHORT_LIVED : GENERAL_PURPOSE,
                KEY_STORAGE,
                Optional.of(new CrlConfiguration(
                        account.prefix() + "crl-" + account.id(),
                        "BUCKET_OWNER_FULL_CONTROL",
                        CRL_LIFETIME,
                        Optional.empty())));
    }

    /** The same with another CRL, or with none. */
    public CaConfiguration with(Optional<CrlConfiguration> changed) {
        return new CaConfiguration(type, subject, keyAlgorithm, signingAlgorithm, usageMode, keyStorage, changed);
    }

    boolean shortLived() {
        return usageMode.equals(SHORT_LIVED);
    }
}
