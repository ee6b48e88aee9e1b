package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;

/** The CAs of the account, and how one comes to be. */
final class Authorities {
    private static final int ROOT_DAYS = 3650;

    private final CaSettings settings;
    private final Clock clock;
    private final EventSink events;
    private final CrlStore store;
    private final Later later;
    private final Map<String, Authority> byArn = new LinkedHashMap<>();
    private final Map<String, Remembered> byToken = new LinkedHashMap<>();

    private record Remembered(Instant until, String arn) {}

    Authorities(CaSettings settings, Clock clock, EventSink events, CrlStore store, ScheduledExecutorService executor) {
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.store = store;
        this.later = new Later(executor);
    }

    /** CreateCertificateAuthority. */
    synchronized ObjectNode create(JsonNode request) {
        Instant now = clock.instant();
        CaConfiguration configuration = CaConfiguration.of(request);
        String token = request.path("IdempotencyToken").asText();
        // "Idempotency tokens for CreateCertificateAuthority time out after five minutes" (API reference).
        byToken.values().removeIf(remembered -> !now.isBefore(remembered.until()));
        if (byToken.containsKey(token)) {
            return Json.object()
                    .put("CertificateAuthorityArn", byToken.get(token).arn());
        }
        String id = UUID.randomUUID().toString();
        // Before the key, which takes long enough for a policy that comes too late to be there.
        configuration.crl().ifPresent(crl -> crl.requireAccess(store, arn(id)));
        Authority created =
                authority(id, settings.inFolder(id), configuration, Lifecycle.created(now, settings.issueDelay()));
        created.tags().add(request.path("Tags"));
        byArn.put(created.arn(), created);
        if (!token.isEmpty()) {
            byToken.put(token, new Remembered(now.plus(Duration.ofMinutes(5)), created.arn()));
        }
        return Json.object().put("CertificateAuthorityArn", created.arn());
    }

    /** A root CA with its certificate, ready to sign. */
    synchronized Authority createActive() {
        Instant now = clock.instant();
        CaConfiguration configuration = CaConfiguration.of(settings);
        Authority created =
                authority(UUID.randomUUID().toString(), settings, configuration, Lifecycle.created(now, Duration.ZERO));
        CaIdentity ca = created.identity();
        JsonNode lifetime =
                Json.object().set("Validity", Json.object().put("Type", "DAYS").put("Value", ROOT_DAYS));
        CaCertificate root = new CaCertificate(
                new BigInteger(128, new SecureRandom()),
                Template.root(),
                new SigningRequest(ca.subject(), ca.publicKey(), Optional.empty()),
                ValidityPeriod.of(lifetime, now, Instant.MAX, false),
                configuration.signingAlgorithm());
        created.activate(new CaChain(root.sign(ca, Optional.empty()), Optional.empty()));
        byArn.put(created.arn(), created);
        write(settings, "ca.pem", ca.chain().pem() + "\n");
        return created;
    }

    private Authority authority(String id, CaSettings its, CaConfiguration configuration, Lifecycle lifecycle) {
        String arn = arn(id);
        CaIdentity ca = CaIdentity.create(
                configuration.subject(), configuration.keyAlgorithm(), configuration.signingAlgorithm());
        CaState state = new CaState(configuration, lifecycle);
        Issuances issuances = new Issuances();
        try {
            Files.createDirectories(its.folder().resolve("certificates"));
        } catch (IOException e) {
            throw new UncheckedIOException("preparing the CA's folder " + its.folder(), e);
        }
        Ledger ledger = new Ledger(its.folder().resolve("ledger.jsonl"));
        CrlPublisher crl = new CrlPublisher(
                new RevocationList(ca, issuances),
                arn,
                its,
                clock,
                events,
                store,
                () -> state.configuration().crl(),
                later);
        Issuer issuer = new Issuer(ca, arn, its, state, issuances, ledger, crl, clock, events, later);
        Revoker revoker = new Revoker(ca, arn, issuances, ledger, crl, clock, events, later);
        return new Authority(ca, arn, its, state, issuances, issuer, revoker, store, clock);
    }

    private String arn(String id) {
        return "arn:aws:acm-pca:" + settings.region() + ":" + settings.account() + ":certificate-authority/" + id;
    }

    private static void write(CaSettings its, String name, String text) {
        try {
            Files.writeString(its.folder().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + name + " of the CA", e);
        }
    }

    synchronized Authority find(String arn) {
        Authority found = byArn.get(arn);
        if (found == null) {
            throw PrivateCa.notFound(arn);
        }
        return found;
    }

    synchronized Collection<Authority> all() {
        return List.copyOf(byArn.values());
    }
}
