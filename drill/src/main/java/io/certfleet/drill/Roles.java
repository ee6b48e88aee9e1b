package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.operator.Rows;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which host of the fleet plays which part. */
final class Roles {
    /** Fewer hosts do not fill all parts. */
    static final int LEAST = 8;

    private static final int OWN_PATHS_EVERY = 5;
    private static final int RSA_EVERY = 7;
    private static final int NOISY = 4;
    private static final int REBOOTING = 8;
    private static final String ORIGINAL_FOLDER = "/root/certificates";
    // SendCommand takes 50 ids, and the unregistered host shares its command with as many: four forced, four with a
    // part.
    private static final int MOST_COMPANIONS = 42;

    private final List<EnrolledHost> enrolled = new ArrayList<>();
    private final EnrolledHost opensslFails;
    private final EnrolledHost forgedCsr;
    private final EnrolledHost losesKey;
    private final EnrolledHost offline;
    private final String unregistered;

    /** Registers so many hosts and the five that have a part. */
    Roles(Fleet fleet, int hosts) {
        for (int number = 1; number <= hosts; number++) {
            enrolled.add(enrolledHost(fleet.register(), number));
        }
        noisy().machine().makeNoise();
        rebooting().machine().rebootInAScript();
        offline = EnrolledHost.plain(fleet.register());
        offline.machine().disconnect();
        opensslFails = EnrolledHost.plain(fleet.register());
        opensslFails.machine().breakOpenssl();
        forgedCsr = EnrolledHost.plain(fleet.register());
        forgedCsr.machine().impersonate(enrolled.get(1).id());
        losesKey = EnrolledHost.plain(fleet.register());
        losesKey.machine().forgetNextKey();
        unregistered = fleet.unregisteredId();
    }

    private static EnrolledHost enrolledHost(SimulatedHost host, int number) {
        HostPaths paths = number == 1
                ? HostPaths.allIn(ORIGINAL_FOLDER)
                : number % OWN_PATHS_EVERY == 0 ? HostPaths.own() : HostPaths.standard();
        if (number % OWN_PATHS_EVERY == 0) {
            moveHelper(host, paths);
        }
        return new EnrolledHost(host, paths, keyAlgorithm(number));
    }

    private static Optional<String> keyAlgorithm(int number) {
        if (number == NOISY) {
            // Its CSR and the noise beside it are together more than ListCommandInvocations has room for.
            return Optional.of("RSA_4096");
        }
        return number % RSA_EVERY == 0 ? Optional.of("RSA_2048") : Optional.empty();
    }

    /** The folder of the signing helper is the host's own affair: no service makes it. */
    private static void moveHelper(SimulatedHost host, HostPaths paths) {
        try {
            Path standard = HostPaths.standard().signingHelper(host);
            host.files().directory(paths.signinghelperPath());
            Files.move(standard, paths.signingHelper(host));
        } catch (IOException e) {
            throw new UncheckedIOException("moving the signing helper of " + host.id(), e);
        }
    }

    /** The hosts that are to have certificates in the end. */
    List<EnrolledHost> enrolled() {
        return enrolled;
    }

    /** The host that the original sample has set up. */
    EnrolledHost original() {
        return enrolled.getFirst();
    }

    /** Rotated by a request. */
    List<EnrolledHost> forcedByRequest() {
        return enrolled.subList(1, 4);
    }

    /** Its programs talk on standard error. */
    private EnrolledHost noisy() {
        return enrolled.get(NOISY - 1);
    }

    /** It goes down in the middle of its first script, and so is the last to be enrolled. */
    EnrolledHost rebooting() {
        return enrolled.get(REBOOTING - 1);
    }

    /** Rotated because its expiry was removed. */
    EnrolledHost forcedByRow() {
        return enrolled.get(4);
    }

    /** Revoked by a request: it has a second certificate that is good, the original sample's. */
    EnrolledHost revokedByRequest() {
        return original();
    }

    /** Revoked at the CA, past Certfleet. */
    EnrolledHost revokedByHand() {
        return enrolled.get(6);
    }

    List<EnrolledHost> revoked() {
        return List.of(revokedByRequest(), revokedByHand());
    }

    /** Rotated by another request at the same time as the forced ones and the bad hosts. */
    List<EnrolledHost> companions() {
        return enrolled.stream()
                .filter(host -> !forcedByRequest().contains(host)
                        && !host.equals(forcedByRow())
                        && !revoked().contains(host)
                        && !host.equals(rebooting()))
                .limit(MOST_COMPANIONS)
                .toList();
    }

    EnrolledHost offline() {
        return offline;
    }

    /** Restored from a snapshot between its request and the installation: it needs a second key, and a second certificate. */
    EnrolledHost losesKey() {
        return losesKey;
    }

    /** The bad hosts by their parts. */
    Map<String, String> badIds() {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("opensslFails", opensslFails.id());
        ids.put("forgedCsr", forgedCsr.id());
        ids.put("offline", offline.id());
        ids.put("losesKey", losesKey.id());
        ids.put("unregistered", unregistered);
        return ids;
    }

    /** Rows of the bad hosts that fail at once. */
    List<ObjectNode> failingItems() {
        return failingIds().stream().map(Rows::item).toList();
    }

    /** The bad hosts that fail at once. */
    List<String> failingIds() {
        return List.of(opensslFails.id(), forgedCsr.id(), unregistered);
    }

    /** The parts by ids, for who checks the run. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        put(json, "members", enrolled);
        put(
                json,
                "forced",
                Stream.concat(forcedByRequest().stream(), Stream.of(forcedByRow()))
                        .toList());
        put(json, "companions", companions());
        put(json, "revoked", revoked());
        put(json, "twice", List.of(losesKey, losesKey));
        json.put("original", original().id());
        ObjectNode bad = json.putObject("badHosts");
        badIds().forEach(bad::put);
        return json;
    }

    private static void put(ObjectNode json, String name, List<EnrolledHost> some) {
        var array = json.putArray(name);
        some.forEach(host -> array.add(host.id()));
    }
}
