package io.certfleet.drill.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Users besides the one that runs the tests, which only root has. */
final class Second {
    private Second() {}

    static boolean possible() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }

    static void give(Path file, String user) throws IOException {
        Files.setOwner(
                file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }

    /** Whether a user without any group but its own can read a file. */
    static boolean reads(Path folder, String user, Path file) {
        return Run.start(
                                folder,
                                Map.of("PATH", System.getenv("PATH")),
                                List.of(
                                        "setpriv",
                                        "--reuid=" + user,
                                        "--regid=65534",
                                        "--clear-groups",
                                        "cat",
                                        file.toString()))
                        .end()
                        .exit()
                == 0;
    }
}
