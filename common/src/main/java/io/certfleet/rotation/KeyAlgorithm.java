package io.certfleet.rotation;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The kinds of keys that hosts make, named as Private CA names them. */
public enum KeyAlgorithm {
    RSA_2048("RSA_2048", key -> isRsa(key, 2048)),
    RSA_4096("RSA_4096", key -> isRsa(key, 4096)),
    EC_PRIME256V1("EC_prime256v1", key -> isOn(key, "secp256r1")),
    EC_SECP384R1("EC_secp384r1", key -> isOn(key, "secp384r1"));

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Predicate<PublicKey> kind;

    KeyAlgorithm(String word, Predicate<PublicKey> kind) {
        this.word = word;
        this.kind = kind;
    }

    /** The one that a setting names; fails with NoSuchElementException if there is none. */
    public static KeyAlgorithm of(String word) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.word.equals(word))
                .findFirst()
                .orElseThrow();
    }

    /** Its name in settings. */
    public String word() {
        return word;
    }

    /** Whether the key is of this kind. */
    public boolean made(PublicKey key) {
        return kind.test(key);
    }

    /** The exponent as openssl makes it: with 1 anybody could sign, and small ones are weak (FIPS 186-5, section 5.1). */
    private static boolean isRsa(PublicKey key, int bits) {
        return key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() == bits
                && rsa.getPublicExponent().equals(RSAKeyGenParameterSpec.F4);
    }

    private static boolean isOn(PublicKey key, String curve) {
        if (!(key instanceof ECPublicKey ec)) {
            return false;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(curve));
            ECParameterSpec named = parameters.getParameterSpec(ECParameterSpec.class);
            return named.getCurve().equals(ec.getParams().getCurve())
                    && named.getGenerator().equals(ec.getParams().getGenerator());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK does not know the curve " + curve, e);
        }
    }
}
