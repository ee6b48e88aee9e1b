package io.certfleet.standin;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.privateca.CaSettings;
import io.certfleet.standin.privateca.PrivateCa;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.runcommand.OfflineHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a stand-in is started with.
 *
 * @param port the gateway's port on 127.0.0.1; 0 for any free one
 * @param quotas whether AWS's quotas hold
 * @param folder where the fleet, the CA's ledger, notifications and logs are kept
 * @param infrastructure the folder {@code infra/terraform} of the repository
 * @param crlDelay from a revocation to the CRL that lists it
 * @param offlineHosts what Run Command does with a host that is offline
 */
public record StandInSettings(
        int port, boolean quotas, Path folder, Path infrastructure, Duration crlDelay, OfflineHosts offlineHosts) {

    /** Any free port, quotas as AWS sets them, the infrastructure of the repository around the working folder. */
    public static StandInSettings in(Path folder) {
        return in(folder, repository());
    }

    /** The same with a given infrastructure. */
    public static StandInSettings in(Path folder, Path infrastructure) {
        return new StandInSettings(0, true, folder, infrastructure, Duration.ofSeconds(2), OfflineHosts.ACCEPTED);
    }

    /** The same on another port. */
    public StandInSettings withPort(int chosen) {
        return new StandInSettings(chosen, quotas, folder, infrastructure, crlDelay, offlineHosts);
    }

    /** The same without quotas. */
    public StandInSettings withoutQuotas() {
        return new StandInSettings(port, false, folder, infrastructure, crlDelay, offlineHosts);
    }

    /** The same with another delay of the CRL. */
    public StandInSettings withCrlDelay(Duration delay) {
        return new StandInSettings(port, quotas, folder, infrastructure, delay, offlineHosts);
    }

    /** The same with another way to treat hosts that are offline. */
    public StandInSettings with(OfflineHosts treatment) {
        return new StandInSettings(port, quotas, folder, infrastructure, crlDelay, treatment);
    }

    /** A folder, or a file, below that of the stand-in. */
    Path folder(String name) {
        return folder.resolve(name);
    }

    /** What its CA is created with. */
    CaSettings authority(Account account) {
        return CaSettings.standard(account, folder("authority")).withCrlDelay(crlDelay);
    }

    /** What its Roles Anywhere is created with. */
    RolesAnywhereSettings rolesAnywhere(Account account, PrivateCa authority) {
        return new RolesAnywhereSettings(account, authority::certificate, folder("anywhere"));
    }

    private static Path repository() {
        Path working = Path.of("").toAbsolutePath();
        for (Path folder = working; folder != null; folder = folder.getParent()) {
            Path infrastructure = folder.resolve("infra").resolve("terraform");
            if (Files.isDirectory(infrastructure)) {
                return infrastructure;
            }
        }
        throw new IllegalStateException("no infra/terraform in " + working + " or above it");
    }
}
