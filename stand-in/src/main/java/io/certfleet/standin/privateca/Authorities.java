package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The CAs of the account, and how one comes to be. */
public final class Authorities {
    private static final int ROOT_DAYS = 3650;

    private final Surroundings around;
    private final Map<String, Authority> byArn = new LinkedHashMap<>();

    Authorities(Surroundings around) {
        this.around = around;
    }

    /** A CA that waits for its certificate, after a while. */
    public synchronized Authority create(CaConfiguration configuration) {
        String id = UUID.randomUUID().toString();
        // Before the key, which takes long enough for a policy that comes too late to be there.
        configuration.crl().ifPresent(crl -> crl.requireAccess(around.store(), arn(id)));
        Lifecycle creating = Lifecycle.created(around.now(), CaSettings.ISSUE_DELAY);
        return add(new Authority(arn(id), configuration, creating, around.inFolder(id)));
    }

    /** A root CA with its certificate, ready to sign. */
    synchronized Authority createActive() {
        Instant now = around.now();
        CaConfiguration configuration = CaConfiguration.of(around.settings());
        Lifecycle created = Lifecycle.created(now, Duration.ZERO);
        Authority root = new Authority(arn(UUID.randomUUID().toString()), configuration, created, around);
        CaIdentity ca = root.identity();
        JsonNode lifetime =
                Json.object().set("Validity", Json.object().put("Type", "DAYS").put("Value", ROOT_DAYS));
        RootCertificate certificate = new RootCertificate(
                new BigInteger(128, new SecureRandom()),
                new SigningRequest(ca.subject(), ca.publicKey(), Optional.empty()),
                ValidityPeriod.of(lifetime, now, Instant.MAX, false),
                configuration.signingAlgorithm());
        root.install(certificate.sign(ca, Optional.empty()));
        try {
            Files.writeString(around.file("ca.pem"), ca.pem() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing the certificate of the CA", e);
        }
        return add(root);
    }

    private Authority add(Authority created) {
        byArn.put(created.arn(), created);
        return created;
    }

    private String arn(String id) {
        return around.settings().account().arn("acm-pca", "certificate-authority/" + id);
    }

    /** The CA of an ARN. */
    public synchronized Authority find(String arn) {
        Authority found = byArn.get(arn);
        if (found == null) {
            throw notFound(arn);
        }
        return found;
    }

    /** All CAs, the oldest first. */
    public synchronized Collection<Authority> all() {
        return List.copyOf(byArn.values());
    }

    static AwsError notFound(String asked) {
        return new AwsError(400, "ResourceNotFoundException", "Could not find " + asked + ".");
    }
}
