package io.certfleet.rotation;

import java.util.Arrays;
import java.util.Optional;

/** How far a rotation has come. */
public enum Step {
    /** Claimed; the host was or will be asked for a key and a CSR. */
    CSR_REQUESTED("csr-requested"),
    /** The CA was asked and has named the certificate's ARN. */
    ISSUED("issued"),
    /** The host was or will be sent the certificate. */
    INSTALLING("installing");

    private final String word;

    Step(String word) {
        this.word = word;
    }

    /** The word in the table. */
    public String word() {
        return word;
    }

    static Optional<Step> of(String word) {
        return Arrays.stream(values()).filter(step -> step.word.equals(word)).findFirst();
    }
}
