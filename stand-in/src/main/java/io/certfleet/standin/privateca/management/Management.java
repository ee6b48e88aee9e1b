package io.certfleet.standin.privateca.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.Authority;
import io.certfleet.standin.privateca.CaState;
import io.certfleet.standin.privateca.Lifecycle.Status;
import io.certfleet.standin.privateca.PrivateCa;
import io.certfleet.standin.tags.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** AWS Private CA behind the gateway: the CAs' management here, and what their users ask for by {@link PrivateCa}. */
public final class Management implements AwsService {
    /** "Idempotency tokens for CreateCertificateAuthority time out after five minutes" (API reference). */
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    private final PrivateCa privateCa;
    private final Clock clock;
    private final Map<String, Tags> tags = new HashMap<>();
    private final Map<String, Remembered> byToken = new HashMap<>();

    private record Remembered(Instant until, String arn) {}

    public Management(PrivateCa privateCa, Clock clock) {
        this.privateCa = privateCa;
        this.clock = clock;
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
        JsonNode request = call.json();
        return switch (call.operation()) {
            case "CreateCertificateAuthority" -> Answer.json(create(request));
            case "ListCertificateAuthorities" -> Answer.json(list());
            case "DescribeCertificateAuthority" ->
                Answer.json(Json.object().set("CertificateAuthority", described(privateCa.authority(request))));
            case "GetCertificateAuthorityCsr" -> Answer.json(csr(privateCa.authority(request)));
            case "ListTags" -> {
                ObjectNode answer = Json.object();
                tags(privateCa.authority(request)).list(answer, "Tags");
                yield Answer.json(answer);
            }
            case "ImportCertificateAuthorityCertificate",
                    "UpdateCertificateAuthority",
                    "DeleteCertificateAuthority",
                    "RestoreCertificateAuthority",
                    "TagCertificateAuthority",
                    "UntagCertificateAuthority" -> {
                change(call.operation(), privateCa.authority(request), request);
                yield Answer.empty();
            }
            default -> privateCa.answer(call);
        };
    }

    private void change(String operation, Authority authority, JsonNode request) {
        switch (operation) {
            case "ImportCertificateAuthorityCertificate" ->
                authority.install(ImportedCertificate.of(request, authority));
            case "UpdateCertificateAuthority" -> update(authority, request);
            case "DeleteCertificateAuthority" -> delete(authority.state(), request);
            case "RestoreCertificateAuthority" ->
                authority.state().restored(authority.identity().hasCertificate(), clock.instant());
            case "TagCertificateAuthority" -> tags(authority).add(request.path("Tags"));
            default ->
                request.path("Tags")
                        .forEach(tag -> tags(authority).remove(tag.path("Key").asText()));
        }
    }

    private synchronized ObjectNode create(JsonNode request) {
        Instant now = clock.instant();
        var configuration = Configurations.read(request);
        String token = request.path("IdempotencyToken").asText();
        byToken.values().removeIf(remembered -> !now.isBefore(remembered.until()));
        Remembered earlier = byToken.get(token);
        if (earlier != null) {
            return Json.object().put("CertificateAuthorityArn", earlier.arn());
        }
        Authority created = privateCa.authorities().create(configuration);
        tags(created).add(request.path("Tags"));
        if (!token.isEmpty()) {
            byToken.put(token, new Remembered(now.plus(TOKEN_LIFETIME), created.arn()));
        }
        return Json.object().put("CertificateAuthorityArn", created.arn());
    }

    private ObjectNode list() {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("CertificateAuthorities");
        privateCa.authorities().all().forEach(authority -> all.add(described(authority)));
        return answer;
    }

    private ObjectNode described(Authority authority) {
        return Description.of(authority, clock.instant());
    }

    private ObjectNode csr(Authority authority) {
        Instant now = clock.instant();
        if (authority.state().lifecycle().at(now) == Status.CREATING) {
            throw new AwsError(400, "RequestInProgressException", "The certificate authority is still being created.");
        }
        authority.state().require(now, "get the CSR of", Status.PENDING_CERTIFICATE, Status.ACTIVE, Status.DISABLED);
        return Json.object().put("Csr", authority.identity().request());
    }

    private void update(Authority authority, JsonNode request) {
        CaState state = authority.state();
        state.lifecycle().requireUpdatable(clock.instant());
        if (request.hasNonNull("RevocationConfiguration")) {
            authority.configure(
                    state.configuration().with(Configurations.crl(request.path("RevocationConfiguration"))));
        }
        if (request.hasNonNull("Status")) {
            state.updated(request.path("Status").asText(), clock.instant());
        }
    }

    private void delete(CaState state, JsonNode request) {
        int days = request.path("PermanentDeletionTimeInDays").asInt(30);
        if (days < 7 || days > 30) {
            throw new AwsError(400, "ValidationException", "PermanentDeletionTimeInDays is 7 to 30, not " + days);
        }
        state.deleted(days, clock.instant());
    }

    private synchronized Tags tags(Authority authority) {
        return tags.computeIfAbsent(authority.arn(), _ -> new Tags(Tags.Spelling.ACM_PCA));
    }
}
