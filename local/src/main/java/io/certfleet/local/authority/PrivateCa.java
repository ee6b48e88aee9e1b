package io.certfleet.local.authority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsError;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.EventSink;
import io.certfleet.local.door.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;

/** AWS Private CA with one root CA that signs real certificates and CRLs. */
public final class PrivateCa implements AwsService {
    private static final Pattern CA_ARN =
            Pattern.compile("arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\\d{12}:certificate-authority/[0-9a-f-]{36}");
    private static final Pattern CERTIFICATE_ARN = Pattern.compile("(" + CA_ARN + ")/certificate/([0-9a-f]{1,40})");

    private final CaIdentity ca;
    private final String arn;
    private final CaDescription description;
    private final Issuances issuances = new Issuances();
    private final Issuer issuer;
    private final Revoker revoker;

    /** Creates a CA with a new key; the bucket takes each CRL under its key, in DER. */
    public PrivateCa(
            CaSettings settings,
            Clock clock,
            EventSink events,
            BiConsumer<String, byte[]> bucket,
            ScheduledExecutorService executor) {
        this.ca = CaIdentity.create(
                new X500Name("CN=Certfleet local root,O=Certfleet"), settings.keyAlgorithm(), clock.instant());
        this.arn = "arn:aws:acm-pca:" + settings.region() + ":" + settings.account() + ":certificate-authority/"
                + UUID.randomUUID();
        this.description = new CaDescription(ca, arn, settings, clock.instant());
        try {
            Files.createDirectories(settings.folder().resolve("certificates"));
            Files.writeString(settings.folder().resolve("ca.pem"), certificate() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("preparing the CA's folder " + settings.folder(), e);
        }
        Later later = new Later(executor);
        Ledger ledger = new Ledger(settings.folder().resolve("ledger.jsonl"));
        RevocationList list = new RevocationList(ca, issuances, settings.crlLifetime());
        CrlPublisher crl = new CrlPublisher(list, arn, settings, clock, events, bucket, later);
        this.issuer = new Issuer(ca, arn, settings, issuances, ledger, crl, clock, events, later);
        this.revoker = new Revoker(arn, issuances, ledger, crl, clock, events, later);
    }

    /** The CA's ARN. */
    public String arn() {
        return arn;
    }

    /** The CA's certificate in PEM, without a newline at its end. */
    public String certificate() {
        try {
            return Pem.of("CERTIFICATE", ca.certificate().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets so many of the next issuances fail after they were accepted. */
    public void failNextIssuances(int count) {
        issuer.failNext(count);
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
            case "IssueCertificate" -> {
                checkCa(call.json());
                yield Answer.json(Json.object().put("CertificateArn", issuer.issue(call)));
            }
            case "GetCertificate" -> Answer.json(get(call.json()));
            case "RevokeCertificate" -> {
                checkCa(call.json());
                revoker.revoke(call);
                yield Answer.empty();
            }
            case "DescribeCertificateAuthority" -> {
                checkCa(call.json());
                ObjectNode answer = Json.object();
                answer.set("CertificateAuthority", description.json());
                yield Answer.json(answer);
            }
            case "ListCertificateAuthorities" -> {
                ObjectNode answer = Json.object();
                answer.putArray("CertificateAuthorities").add(description.json());
                yield Answer.json(answer);
            }
            case "GetCertificateAuthorityCertificate" -> {
                checkCa(call.json());
                // A root CA has no chain.
                yield Answer.json(Json.object().put("Certificate", certificate()));
            }
            default -> throw AwsService.unknown(call);
        };
    }

    private ObjectNode get(JsonNode request) {
        checkCa(request);
        Matcher parts = CERTIFICATE_ARN.matcher(request.path("CertificateArn").asText());
        if (!parts.matches()) {
            throw invalidArn(request.path("CertificateArn").asText());
        }
        Issuance issuance = issuances
                .find(new BigInteger(parts.group(2), 16))
                .filter(found -> found.arn().equals(parts.group()))
                .orElseThrow(() -> notFound(parts.group()));
        if (issuance.failed()) {
            throw new AwsError(400, "RequestFailedException", "The issuance of " + issuance.arn() + " failed.");
        }
        byte[] der = issuance.der()
                .orElseThrow(() -> new AwsError(
                        400, "RequestInProgressException", "The certificate is still being issued: " + issuance.arn()));
        return Json.object().put("Certificate", Pem.of("CERTIFICATE", der)).put("CertificateChain", certificate());
    }

    private void checkCa(JsonNode request) {
        String asked = request.path("CertificateAuthorityArn").asText();
        if (!CA_ARN.matcher(asked).matches()) {
            throw invalidArn(asked);
        }
        if (!asked.equals(arn)) {
            throw notFound(asked);
        }
    }

    private static AwsError invalidArn(String asked) {
        return new AwsError(400, "InvalidArnException", "The ARN is not valid: " + asked);
    }

    private static AwsError notFound(String asked) {
        return new AwsError(400, "ResourceNotFoundException", "Could not find " + asked + ".");
    }
}
