package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.EventSink;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;

/** AWS Private CA as its users call it: CAs that sign real certificates and CRLs. */
public final class PrivateCa {
    private static final Pattern CA_ARN =
            Pattern.compile("arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\\d{12}:certificate-authority/[0-9a-f-]{36}");
    private static final Pattern CERTIFICATE_ARN = Pattern.compile(CA_ARN + "/certificate/[0-9a-f]{1,40}");

    private final Authorities authorities;

    /** Private CA without a CA; the store takes each CRL, in DER. */
    public PrivateCa(
            CaSettings settings, Clock clock, EventSink events, CrlStore store, ScheduledExecutorService executor) {
        this.authorities = new Authorities(new Surroundings(settings, clock, events, store, new Later(executor)));
    }

    /** Creates a root CA that is active, as the settings describe it, and answers its ARN. */
    public String createActive() {
        return authorities.createActive().arn();
    }

    /** A CA's certificate in PEM, without a newline at its end. */
    public String certificate(String arn) {
        return authorities.find(arn).certificate().path("Certificate").asText();
    }

    /** Lets so many of a CA's next issuances fail after they were accepted. */
    public void failNextIssuances(String arn, int count) {
        authorities.find(arn).issuer().failNext(count);
    }

    /** The CAs. */
    public Authorities authorities() {
        return authorities;
    }

    /** The CA that a request names. */
    public Authority authority(JsonNode request) {
        return authorities.find(arn(request, "CertificateAuthorityArn", CA_ARN));
    }

    /** Answers what is asked of a CA. */
    public Answer answer(Call call) {
        JsonNode request = call.json();
        Authority authority = authority(request);
        return switch (call.operation()) {
            case "IssueCertificate" -> Answer.json(authority.issue(call));
            case "GetCertificate" -> Answer.json(authority.get(arn(request, "CertificateArn", CERTIFICATE_ARN)));
            case "GetCertificateAuthorityCertificate" -> Answer.json(authority.certificate());
            case "RevokeCertificate" -> {
                authority.revoke(call);
                yield Answer.empty();
            }
            default -> throw AwsService.unknown(call);
        };
    }

    private static String arn(JsonNode request, String field, Pattern pattern) {
        String asked = request.path(field).asText();
        if (!pattern.matcher(asked).matches()) {
            throw new AwsError(400, "InvalidArnException", "The ARN is not valid: " + asked);
        }
        return asked;
    }
}
