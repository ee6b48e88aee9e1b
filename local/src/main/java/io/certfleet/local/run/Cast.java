package io.certfleet.local.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import io.certfleet.local.fleet.Fleet;
import io.certfleet.local.fleet.SimulatedHost;
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
final class Cast {
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

    private final List<Member> members = new ArrayList<>();
    private final Member opensslFails;
    private final Member forgedCsr;
    private final Member losesKey;
    private final Member offline;
    private final String unregistered;

    /** Registers so many hosts and the five that have a part. */
    Cast(Fleet fleet, int hosts) {
        for (int number = 1; number <= hosts; number++) {
            members.add(member(fleet.register(), number));
        }
        noisy().host().makeNoise();
        rebooting().host().rebootInAScript();
        offline = Member.plain(fleet.register());
        offline.host().disconnect();
        opensslFails = Member.plain(fleet.register());
        opensslFails.host().breakOpenssl();
        forgedCsr = Member.plain(fleet.register());
        forgedCsr.host().impersonate(members.get(1).id());
        losesKey = Member.plain(fleet.register());
        losesKey.host().forgetNextKey();
        unregistered = fleet.unregisteredId();
    }

    private static Member member(SimulatedHost host, int number) {
        HostPaths paths = number == 1
                ? HostPaths.allIn(ORIGINAL_FOLDER)
                : number % OWN_PATHS_EVERY == 0 ? HostPaths.own() : HostPaths.standard();
        if (number % OWN_PATHS_EVERY == 0) {
            moveHelper(host, paths);
        }
        return new Member(host, paths, keyAlgorithm(number));
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
    List<Member> members() {
        return members;
    }

    /** The host that the original sample has set up. */
    Member original() {
        return members.getFirst();
    }

    /** Rotated by an order. */
    List<Member> forcedByOrder() {
        return members.subList(1, 4);
    }

    /** Its programs talk on standard error. */
    private Member noisy() {
        return members.get(NOISY - 1);
    }

    /** It goes down in the middle of its first script, and so is the last to be enrolled. */
    Member rebooting() {
        return members.get(REBOOTING - 1);
    }

    /** Rotated because its expiry was removed. */
    Member forcedByRow() {
        return members.get(4);
    }

    /** Revoked by an order. */
    Member revokedByOrder() {
        return members.get(5);
    }

    /** Revoked at the CA, past Certfleet. */
    Member revokedByHand() {
        return members.get(6);
    }

    List<Member> revoked() {
        return List.of(revokedByOrder(), revokedByHand());
    }

    /** Rotated by another order at the same time as the forced ones and the bad hosts. */
    List<Member> companions() {
        return members.stream()
                .filter(member -> !forcedByOrder().contains(member)
                        && !member.equals(forcedByRow())
                        && !revoked().contains(member)
                        && !member.equals(rebooting()))
                .limit(MOST_COMPANIONS)
                .toList();
    }

    Member offline() {
        return offline;
    }

    /** Restored from a snapshot between its request and the installation: it needs a second key, and a second certificate. */
    Member losesKey() {
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
        put(json, "members", members);
        put(
                json,
                "forced",
                Stream.concat(forcedByOrder().stream(), Stream.of(forcedByRow()))
                        .toList());
        put(json, "companions", companions());
        put(json, "revoked", revoked());
        put(json, "twice", List.of(losesKey, losesKey));
        json.put("original", original().id());
        ObjectNode bad = json.putObject("badHosts");
        badIds().forEach(bad::put);
        return json;
    }

    private static void put(ObjectNode json, String name, List<Member> some) {
        var array = json.putArray(name);
        some.forEach(member -> array.add(member.id()));
    }
}
