package io.certfleet.issuer;

import io.certfleet.authority.IssuanceOutcomeUnknown;
import io.certfleet.rotation.CertificateTerms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.ASN1Subject;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.MalformedCsrException;
import software.amazon.awssdk.services.acmpca.model.Validity;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;

/** AWS Private CA signs. */
@ApplicationScoped
class CertificateAuthority {
    private final AcmPcaClient client;
    private final IssuerSettings settings;
    private final String templateArn;

    CertificateAuthority(AcmPcaClient client, IssuerSettings settings) {
        this.client = client;
        this.settings = settings;
        // The one template that lets the caller name the subject and gives client authentication only; the partition
        // (aws, aws-cn, aws-us-gov) is the CA's.
        this.templateArn = "arn:" + settings.caArn().split(":", -1)[1]
                + ":acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1";
    }

    /** The CA refuses this CSR, also if it were asked again. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The CA has no time, or is not as it must be: it has issued nothing, and may later. */
    static final class NotNowException extends Exception {
        private static final long serialVersionUID = 1L;

        NotNowException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Asks for the certificate and answers its ARN. The same token within five minutes answers the same certificate
     * (IssueCertificate, API reference).
     *
     * @param intentAt when the intent to ask was written: what an asked-again validity is counted from
     */
    String issue(CertificateTerms terms, String csrPem, String token, Instant intentAt)
            throws RefusedException, NotNowException {
        try {
            return client.issueCertificate(request -> request.certificateAuthorityArn(settings.caArn())
                            .csr(SdkBytes.fromUtf8String(csrPem))
                            .signingAlgorithm(settings.signingAlgorithm())
                            .templateArn(templateArn)
                            .apiPassthrough(passthrough -> passthrough.subject(subject(terms)))
                            .validity(validity(terms.validity(), intentAt))
                            .idempotencyToken(token))
                    .certificateArn();
        } catch (MalformedCsrException e) {
            throw new RefusedException("the CA refuses the CSR: " + e.getMessage(), e);
        } catch (AcmPcaException e) {
            if (IssuanceOutcomeUnknown.isRefusal(e)) {
                throw new NotNowException(e.getMessage(), e);
            }
            throw e;
        }
    }

    private static ASN1Subject subject(CertificateTerms terms) {
        return ASN1Subject.builder()
                .commonName(terms.commonName())
                .organization(terms.organization().orElse(null))
                .organizationalUnit(terms.organizationalUnit().orElse(null))
                .build();
    }

    /** DAYS where it can be said in days: the CA then counts from its own clock. */
    private static Validity validity(Duration validity, Instant intentAt) {
        return Duration.ofDays(validity.toDays()).equals(validity)
                ? Validity.builder()
                        .type(ValidityPeriodType.DAYS)
                        .value(validity.toDays())
                        .build()
                : Validity.builder()
                        .type(ValidityPeriodType.ABSOLUTE)
                        .value(intentAt.plus(validity).getEpochSecond())
                        .build();
    }
}
