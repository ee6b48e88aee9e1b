package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Json;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS Private CA: CAs that sign real certificates and CRLs. */
public final class PrivateCa implements AwsService {
    private static final Pattern CA_ARN =
            Pattern.compile("arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\\d{12}:certificate-authority/[0-9a-f-]{36}");
    private static final Pattern CERTIFICATE_ARN = Pattern.compile("(" + CA_ARN + ")/certificate/([0-9a-f]{1,40})");

    private final Authorities authorities;

    /** Private CA without a CA; the store takes each CRL, in DER. */
    public PrivateCa(
            CaSettings settings, Clock clock, EventSink events, CrlStore store, ScheduledExecutorService executor) {
        this.authorities = new Authorities(settings, clock, events, store, executor);
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

    @Override
    public String name() {
        return "acm-pca";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer answer(Call call) {
        return switch (call.operation()) {
            case "CreateCertificateAuthority" -> Answer.json(authorities.create(call.json()));
            case "ListCertificateAuthorities" -> Answer.json(list());
            default -> answer(call, authority(call.json()));
        };
    }

    private Answer answer(Call call, Authority authority) {
        JsonNode request = call.json();
        return switch (call.operation()) {
            case "IssueCertificate" -> Answer.json(authority.issue(call));
            case "GetCertificate" -> Answer.json(authority.get(certificateArn(request)));
            case "GetCertificateAuthorityCertificate" -> Answer.json(authority.certificate());
            case "GetCertificateAuthorityCsr" -> Answer.json(authority.csr());
            case "DescribeCertificateAuthority" -> {
                ObjectNode answer = Json.object();
                answer.set("CertificateAuthority", authority.describe());
                yield Answer.json(answer);
            }
            case "ListTags" -> {
                ObjectNode answer = Json.object();
                authority.tags().list(answer, "Tags");
                yield Answer.json(answer);
            }
            default -> {
                change(call, authority, request);
                yield Answer.empty();
            }
        };
    }

    private static void change(Call call, Authority authority, JsonNode request) {
        switch (call.operation()) {
            case "RevokeCertificate" -> authority.revoke(call);
            case "ImportCertificateAuthorityCertificate" -> authority.importCertificate(request);
            case "UpdateCertificateAuthority" -> authority.update(request);
            case "DeleteCertificateAuthority" -> authority.delete(request);
            case "RestoreCertificateAuthority" -> authority.restore();
            case "TagCertificateAuthority" -> authority.tags().add(request.path("Tags"));
            case "UntagCertificateAuthority" ->
                request.path("Tags")
                        .forEach(tag -> authority.tags().remove(tag.path("Key").asText()));
            default -> throw AwsService.unknown(call);
        }
    }

    private ObjectNode list() {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("CertificateAuthorities");
        authorities.all().forEach(authority -> all.add(authority.describe()));
        return answer;
    }

    private Authority authority(JsonNode request) {
        String asked = request.path("CertificateAuthorityArn").asText();
        if (!CA_ARN.matcher(asked).matches()) {
            throw invalidArn(asked);
        }
        return authorities.find(asked);
    }

    private static String certificateArn(JsonNode request) {
        String asked = request.path("CertificateArn").asText();
        Matcher parts = CERTIFICATE_ARN.matcher(asked);
        if (!parts.matches()) {
            throw invalidArn(asked);
        }
        return asked;
    }

    private static AwsError invalidArn(String asked) {
        return new AwsError(400, "InvalidArnException", "The ARN is not valid: " + asked);
    }

    static AwsError notFound(String asked) {
        return new AwsError(400, "ResourceNotFoundException", "Could not find " + asked + ".");
    }
}
