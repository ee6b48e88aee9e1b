package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Folders and files that others could have changed, and the host's own list of what is allowed. */
@Execution(ExecutionMode.CONCURRENT)
class TrustTest {
    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void a_folder_that_others_can_write_is_not_a_place_for_a_key(Shell shell) throws Exception {
        mode(host.folder("/etc/open"), "rwxrwxrwx");
        host.settings.put("keyPath", "/etc/open/below");

        refused(host.generate(shell, 1), "/etc/open can be changed by others than root");
    }

    @Test
    void nor_is_one_that_its_group_can_write_nor_one_behind_a_link() throws Exception {
        mode(host.folder("/srv/group"), "rwxrwxr-x");
        Files.createSymbolicLink(host.folder("/etc").resolve("link"), host.path("/srv/group"));
        host.settings.put("keyPath", "/etc/link");

        refused(host.generate(1), "/srv/group can be changed by others than root");
    }

    @Test
    void nor_one_reached_through_a_link_that_others_could_turn() throws Exception {
        mode(host.folder("/srv/open"), "rwxrwxrwx");
        Files.createSymbolicLink(host.path("/srv/open/second"), host.folder("/srv/good"));
        Files.createSymbolicLink(host.path("/etc/first"), Path.of("../srv/open/second"));
        host.settings.put("keyPath", "/etc/first");

        refused(host.generate(1), "/srv/open can be changed by others than root");
    }

    @Test
    void a_link_through_closed_folders_is_followed() throws Exception {
        Files.createSymbolicLink(host.path("/etc/first"), host.folder("/srv/good"));
        host.settings.put("keyPath", "/etc/first");

        host.rotate(1);

        assertThat(host.path("/srv/good/" + HostRoot.ID + ".key")).isReadable();
    }

    @ParameterizedTest
    @CsvSource({"/etc/file", "/etc/file/below", "/etc/nowhere", "/etc/circle"})
    void what_is_not_a_folder_is_refused(String path) throws Exception {
        host.write("/etc/file", "", "rw-r--r--");
        Files.createSymbolicLink(host.path("/etc/circle"), Path.of("circle"));
        Files.createSymbolicLink(host.path("/etc/nowhere"), host.write("/etc/other", "", "rw-r--r--"));
        host.settings.put("certPath", path);

        assertThat(host.generate(1).exit()).isEqualTo(1);
    }

    @Test
    void a_signing_helper_that_others_can_write_is_not_run() throws Exception {
        mode(host.path("/usr/local/bin/aws_signing_helper"), "rwxrwxr-x");

        refused(host.generate(1), "aws_signing_helper can be changed by others than root");
    }

    @Test
    void nor_is_one_that_a_link_names_in_a_folder_of_others() throws Exception {
        mode(host.folder("/srv/open"), "rwxrwxrwx");
        Path helper = host.path("/usr/local/bin/aws_signing_helper");
        Files.move(helper, host.path("/srv/open/helper"));
        Files.createSymbolicLink(helper, host.path("/srv/open/helper"));

        refused(host.generate(1), "/srv/open can be changed by others than root");
    }

    @Test
    void a_folder_of_another_user_is_refused() throws Exception {
        assumeTrue(Second.possible(), "not checked: another user's folder needs root");
        Second.give(host.folder("/etc/theirs"), "nobody");
        host.settings.put("keyPath", "/etc/theirs");

        refused(host.generate(1), "/etc/theirs can be changed by others than root");
    }

    @Test
    void without_a_helper_validation_says_what_happens() throws Exception {
        Files.delete(host.path("/usr/local/bin/aws_signing_helper"));
        refused(host.generate(1), "there is no /usr/local/bin/aws_signing_helper");

        host.settings.put("validation", "if-installed");
        host.rotate(1);

        host.settings.put("validation", "off");
        host.rotate(2);
    }

    @ParameterizedTest
    @CsvSource({
        "owner root|folder /etc/certfleet,",
        "owner root|folder /etc/certfleet/,",
        "owner root|folder /etc,",
        "# ours|owner root|folder /,",
        "owner www|folder /etc/certfleet,                    owner root",
        "folder /etc/certfleet,                              owner root",
        "owner root|folder /etc/cert,                        folder /etc/certfleet",
        "owner root|folder,                                  folder /etc/certfleet",
        "owner root,                                         folder /etc/certfleet",
    })
    void the_allow_list_limits_owners_and_folders(String lines, String refused) throws Exception {
        host.write("/etc/certfleet/allow", lines.replace('|', '\n'), "rw-r--r--");

        allowed(host.generate(1), refused);
    }

    @ParameterizedTest
    @CsvSource({"unit nginx.service,", "unit nginx,unit nginx.service", "unit *,unit nginx.service"})
    void the_allow_list_limits_units(String line, String refused) throws Exception {
        host.write("/etc/certfleet/allow", "owner root\nfolder /etc\n" + line + "\n", "rw-r--r--");
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("");

        allowed(host.generate(1), refused);
    }

    @Test
    void an_allow_list_that_others_can_write_or_that_is_lost_allows_nothing() throws Exception {
        Path list = host.write("/etc/certfleet/allow", "owner root\nfolder /etc\n", "rw-rw-rw-");
        refused(host.generate(1), "allow can be changed by others than root");

        Files.delete(list);
        Files.createSymbolicLink(list, Path.of("lost"));
        assertThat(host.generate(1).exit()).isNotZero();
    }

    private void allowed(Run run, String refused) {
        if (refused == null) {
            assertThat(run.err()).isEmpty();
            return;
        }
        refused(run, "/etc/certfleet/allow does not allow " + refused);
    }

    private void refused(Run run, String reason) {
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("certfleet: ").endsWith(reason + "\n").hasLineCount(1);
        assertThat(host.version(1)).doesNotExist();
    }

    private static void mode(Path file, String mode) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
