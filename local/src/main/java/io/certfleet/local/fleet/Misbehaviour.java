package io.certfleet.local.fleet;

import java.nio.file.Path;

/** Programs that stand before the host's own in PATH and make it misbehave. */
final class Misbehaviour {
    static final String FOLDER = "opt/override/bin";
    static final String OPENSSL = FOLDER + "/openssl";
    static final String CAT = FOLDER + "/cat";

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
