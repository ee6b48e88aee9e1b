package io.certfleet.standin.fleet;

import java.nio.file.Path;
import java.util.List;

/** Programs that stand before the host's own in PATH and make it misbehave. */
final class Misbehaviour {
    static final String FOLDER = "opt/override/bin";
    static final String OPENSSL = FOLDER + "/openssl";
    static final String CAT = FOLDER + "/cat";
    /** Programs that both scripts run. */
    static final List<String> PROGRAMS = List.of("cat", "chmod", "id", "ls", "mkdir", "mv", "openssl");
    /** Stands there after a reboot, until the agent has seen it. */
    static final String REBOOTED = "opt/override/rebooted";

    private static final Path REAL_CAT = SigningHelper.onPath("cat").orElse(Path.of("/bin/cat"));
    private static final Path REAL = SigningHelper.onPath("openssl").orElse(Path.of("/usr/bin/openssl"));

    private Misbehaviour() {}

    static String broken() {
        return """
                #!/bin/sh
                echo 'openssl: simulated failure' >&2
                exit 1
                """;
    }

    /**
     * Shows the request, as it should, and then has lost all that the scripts keep on the host, once: as a machine that is
     * restored from a snapshot of before the request.
     */
    static String forgetting() {
        return """
                #!/bin/sh
                '%s' "$@"
                case $* in
                *.csr) rm -rf "$CERTFLEET_ROOT/var/lib/certfleet" "$0" ;;
                esac
                """.formatted(REAL_CAT);
    }

    /** What a stale /etc/ld.so.preload makes of every program (dracutdevs/dracut#2243). */
    static String noisy(String program) {
        return """
                #!/bin/sh
                echo "ERROR: ld.so: object '/usr/lib/libgone.so' from /etc/ld.so.preload cannot be preloaded: ignored." >&2
                exec '%s' "$@"
                """.formatted(real(program));
    }

    /** The first time that it is called the host goes down in the middle of the script. */
    static String rebooting(Path root) {
        return """
                #!/bin/sh
                if [ ! -e '%1$s.once' ]; then
                    : >'%1$s.once'
                    : >'%1$s'
                    kill -KILL $PPID
                    exit 1
                fi
                exec '%2$s' "$@"
                """.formatted(root.resolve(REBOOTED), REAL);
    }

    private static Path real(String program) {
        return SigningHelper.onPath(program).orElse(Path.of("/usr/bin", program));
    }

    /** Asks in the other's name, and shows the host's own name to who looks at the request on the host. */
    static String impersonating(String id, String otherId) {
        return """
                #!/bin/sh
                id='%s' other='%s' subject='' new='' own=''
                for argument do
                    shift
                    case $argument in -new) new=yes ;; -x509) own=yes ;; esac
                    case $own$subject$argument in
                    subject*"$id"*) argument="${argument%%%%"$id"*}$other${argument#*"$id"}" ;;
                    esac
                    case $argument in
                    -subj) subject=subject ;;
                    *) subject='' ;;
                    esac
                    set -- "$@" "$argument"
                done
                case "$1 $new" in
                'req ') '%s' "$@" | sed "s/$other/$id/" ;;
                *) exec '%s' "$@" ;;
                esac
                """.formatted(id, otherId, REAL, REAL);
    }
}
