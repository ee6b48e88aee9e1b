package io.certfleet.local.fleet;

import java.nio.file.Path;

/** Programs that stand before the host's own in PATH and make it misbehave. */
final class Misbehaviour {
    static final String FOLDER = "opt/override/bin";
    static final String OPENSSL = FOLDER + "/openssl";

    private static final Path REAL = SigningHelper.onPath("openssl").orElse(Path.of("/usr/bin/openssl"));

    private Misbehaviour() {}

    static String broken() {
        return """
                #!/bin/sh
                echo 'openssl: simulated failure' >&2
                exit 1
                """;
    }

    /** Asks in the other's name, and shows the host's own name to who looks at the request on the host. */
    static String impersonating(String id, String otherId) {
        return """
                #!/bin/sh
                id='%s' other='%s' subject='' new=''
                for argument do
                    shift
                    case $argument in -new) new=yes ;; esac
                    case $subject$argument in
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
