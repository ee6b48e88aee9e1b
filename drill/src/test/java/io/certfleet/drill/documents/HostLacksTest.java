package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What install-certificate will need and a host lacks is said by generate-csr, before a certificate is issued. */
@Execution(ExecutionMode.CONCURRENT)
class HostLacksTest {
    private static final Pattern TOOLS = Pattern.compile("(?m)^for tool in (.*); do$");

    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
    }

    static List<String> tools() {
        Matcher matcher = TOOLS.matcher(Script.INSTALL_CERTIFICATE.text());
        assertThat(matcher.find()).isTrue();
        return List.of(matcher.group(1).split(" "));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void a_program_that_is_missing_is_named(String tool) throws Exception {
        onlyTools();
        Files.delete(host.path("/tools/" + tool));

        refused("this host has no " + tool + ": install it (openssl, coreutils, util-linux)");
    }

    /** So the list is whole. */
    @Test
    void with_the_programs_of_the_list_and_no_other_everything_works() throws Exception {
        host.write("/etc/certfleet/" + HostRoot.ID + ".key", "the one before", "rw-------");
        onlyTools();
        host.rotate(1);
        Files.setPosixFilePermissions(
                host.version(1).resolve("host.key"), PosixFilePermissions.fromString("r--r-----"));
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("exit 1");
        assertThat(host.generate(2).err()).isEmpty();
        String certificate = host.sign(2);
        assertThat(host.install(2, certificate).err()).startsWith("certfleet: nginx.service cannot be reloaded");
        host.systemctl("");
        assertThat(host.install(2, certificate)).extracting(Run::exit, Run::err).containsExactly(0, "");
    }

    private void onlyTools() throws Exception {
        host.folder("/tools");
        for (String tool : Stream.concat(tools().stream(), Stream.of("sh")).toList()) {
            Path program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(bin -> Path.of(bin, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            host.program("/tools/" + tool, "exec " + program + " \"$@\"");
        }
        host.environment.put("PATH", host.path("/tools").toString());
    }

    /** Programs that are there and cannot do what they will be asked for. */
    @ParameterizedTest
    @CsvSource({
        "mv,      *-fT*,        mv: invalid option -- T,           this host's mv must know -T, install coreutils: mv: invalid option -- T",
        "timeout, */dev/null*,  timeout: invalid option -- s,      this host's timeout must know -s KILL",
        "od,      *urandom*,    od: /dev/urandom: Permission denied, this host's od cannot read /dev/urandom: od: /dev",
        "sync,    *,            sync: error syncing,               this host's sync fails: ",
        "openssl, verify*,      unknown option -no-CApath,         ) must be 1.1.1 or newer: unknown option -no-CApath",
        "openssl, *-nameopt*,   Invalid option,                    ) must be 1.1.1 or newer: it cannot print a subject",
        "chmod,   *440*,        chmod: Operation not permitted,    chmod: Operation not permitted",
    })
    void a_program_that_is_too_old_is_named_with_its_words(String program, String call, String words, String reason)
            throws Exception {
        host.isEnrolled();
        Files.setPosixFilePermissions(
                host.version(1).resolve("host.key"), PosixFilePermissions.fromString("r--r-----"));
        host.program("/fakes/" + program, """
                case "$*" in %s) echo '%s' >&2; exit 1 ;; esac
                exec /usr/bin/%s "$@"
                """.formatted(call, words, program));

        Run run = host.generate(2);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(reason);
        assertThat(host.version(2)).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/certfleet/mi-0123456789abcdef0.key,               is a folder: move it away",
        "/etc/certfleet/mi-0123456789abcdef0.crt.certfleet,     is a folder: move it away",
        "/etc/certfleet/ca_chain_certificate.crt.certfleet-was, is a folder: move it away",
        "/var/lib/certfleet/lock,                               is a folder: remove it",
        "/var/lib/certfleet/next,                               is a folder: remove it",
        "/var/lib/certfleet/said,                               is a folder: remove it",
        "/var/lib/certfleet/current,                            is not a link: move it away",
    })
    void a_folder_in_the_place_of_a_file_of_ours_is_named(String path, String reason) throws Exception {
        host.folder(path + "/x");

        refused(host.path(path) + " " + reason);
    }

    @Test
    void a_folder_that_is_a_link_to_nothing_cannot_be_made() throws Exception {
        Files.createSymbolicLink(host.path("/etc/certfleet"), host.path("/mnt/tls"));

        refused(host.path("/etc/certfleet") + " is not a folder: move it away");
    }

    /** As on a file system that is read-only, full or out of inodes; root is kept out by no mode. */
    @ParameterizedTest
    @CsvSource({
        "ln,    */etc/certfleet/*, /etc,       cannot write to ROOT/etc/certfleet: ln: Read-only file system",
        "mkdir, */etc/.certfleet*, /etc/other, cannot make a folder in ROOT/etc/: mkdir: Read-only file system",
        "mkdir, */making*,         /etc,       cannot write to ROOT/var/lib/certfleet: mkdir: Read-only file system",
        "cp,    */trial/*,         /etc,       cannot copy in ROOT/var/lib/certfleet: cp: Read-only file system",
    })
    void a_folder_that_cannot_be_written_is_named(String program, String call, String made, String reason)
            throws Exception {
        host.folder(made.equals("/etc") ? "/etc/certfleet" : made);
        host.program("/fakes/" + program, """
                case "$*" in %s) echo '%s: Read-only file system' >&2; exit 1 ;; esac
                exec /usr/bin/%s "$@"
                """.formatted(call, program, program));

        refused(reason.replace("ROOT", host.root.toString()));
    }

    @Test
    void a_file_that_cannot_be_replaced_is_named() throws Exception {
        Path key = host.write("/etc/certfleet/" + HostRoot.ID + ".key", "immutable", "rw-------");
        host.program("/fakes/ln", """
                case "$1 $2" in "-f "*.key) echo 'ln: Operation not permitted' >&2; exit 1 ;; esac
                exec /usr/bin/ln "$@"
                """);

        refused(key + " cannot be replaced: it is immutable (see lsattr) or a mount of its own");
        assertThat(host.path("/etc/certfleet")).isDirectoryNotContaining("glob:**.certfleet*");
    }

    @Test
    void a_file_system_without_hard_links_will_do() throws Exception {
        host.write("/etc/certfleet/" + HostRoot.ID + ".key", "on vfat", "rw-------");
        host.program("/fakes/ln", "case $1 in -s*) ;; *) false ;; esac || exit 1\nexec /usr/bin/ln \"$@\"");

        host.rotate(1);

        assertThat(host.path("/var/lib/certfleet/found/host.key")).hasContent("on vfat");
    }

    /** As on a network file system that takes root for nobody. */
    @Test
    void a_file_that_root_cannot_read_is_named() throws Exception {
        Path key = host.write("/etc/certfleet/" + HostRoot.ID + ".key", "the one before", "r--------");
        host.program(
                "/fakes/cat",
                "case $1 in *.key) echo \"cat: $1: Permission denied\" >&2; exit 1 ;; esac; exec /bin/cat \"$@\"");

        refused("cannot read " + key + ": cat: " + key + ": Permission denied");
    }

    @Test
    void what_the_agent_does_not_say_is_missed_before_a_certificate_is_issued() throws Exception {
        host.environment.remove("AWS_SSM_REGION_NAME");

        refused("AWS_SSM_INSTANCE_ID or AWS_SSM_REGION_NAME is not set: this is not Run Command");
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void a_helper_that_cannot_be_run_is_named(Shell shell) throws Exception {
        Path helper = host.path("/usr/local/bin/aws_signing_helper");
        for (String content :
                List.of("#!/opt/lost/interpreter\n", "\177ELF of another machine", "<Error>AccessDenied</Error>")) {
            Files.writeString(helper, content);

            Run run = host.generate(shell, 1);

            assertThat(run.exit()).as(content).isEqualTo(1);
            assertThat(run.err()).startsWith("certfleet: " + helper + " cannot be run (exit ");
        }
        Files.writeString(helper, "#!/bin/sh\n[ \"$1\" = credential-process ]\n");
        host.rotate(1);
    }

    @Test
    void a_unit_that_is_not_there_or_cannot_be_reloaded_is_named() throws Exception {
        host.settings.put("reloadUnit", "grafana.service");
        host.program("/usr/bin/systemctl", "printf 'LoadState=not-found\\nCanReload=no\\n'");
        refused("there is no grafana.service on this host: install it, or change or remove reloadUnit");

        host.program("/usr/bin/systemctl", "printf 'LoadState=loaded\\nActiveState=active\\nCanReload=no\\n'");
        refused("grafana.service has no ExecReload: set reloadMode to try-reload-or-restart");
        host.settings.put("reloadUnit", "grafana.service");
        host.settings.put("reloadMode", "try-reload-or-restart");
        assertThat(host.generate(1).exit()).isZero();
    }

    /** It reads the new pair when it starts, so nobody reloads it. */
    @ParameterizedTest
    @CsvSource({"loaded, inactive", "masked, inactive", "loaded, failed"})
    void a_unit_that_does_not_run_needs_no_way_to_reload_it(String load, String active) throws Exception {
        host.settings.put("reloadUnit", "grafana.service");
        host.program(
                "/usr/bin/systemctl",
                "printf 'LoadState=%s\\nActiveState=%s\\nCanReload=no\\n'".formatted(load, active));

        assertThat(host.generate(1).exit()).isZero();
    }

    /** It is there: "missing" would send its administrator the wrong way. */
    @ParameterizedTest
    @CsvSource({"required", "if-installed"})
    void a_helper_that_may_not_be_run_is_not_called_missing(String validation) throws Exception {
        host.settings.put("validation", validation);
        Files.setPosixFilePermissions(
                host.path("/usr/local/bin/aws_signing_helper"), PosixFilePermissions.fromString("rw-r--r--"));

        refused("/usr/local/bin/aws_signing_helper cannot be run: see its mode and its mount");
    }

    @Test
    void a_systemctl_that_reaches_no_systemd_is_named() throws Exception {
        host.settings.put("reloadUnit", "nginx.service");
        host.program("/usr/bin/systemctl", "echo 'Failed to connect to bus: Host is down' >&2; exit 1");

        refused("systemctl cannot say anything of nginx.service: Failed to connect to bus: Host is down ");
    }

    @Test
    void a_host_without_systemctl_has_no_unit() throws Exception {
        onlyTools();
        host.settings.put("reloadUnit", "nginx.service");

        refused("this host has no systemctl: remove reloadUnit from its row");
    }

    /** A battery that is empty, a snapshot, a local time for UTC: no session would be granted. */
    @ParameterizedTest
    @CsvSource({
        "19700101000009, 1970-01-01T00:00:09Z, behind",
        "20261231235459, 2026-12-31T23:54:59Z, behind",
        "20261231235500, 2026-12-31T23:55:00Z, right",
        "20270101002500, 2027-01-01T00:25:00Z, right",
        "20270101002501, 2027-01-01T00:25:01Z, ahead",
        "20270102000000, 2027-01-02T00:00:00Z, ahead",
    })
    void a_clock_that_is_wrong_is_named_at_the_first_enrolment(String stamp, String time, String verdict)
            throws Exception {
        host.settings.put("clockFrom", "20261231235500");
        host.settings.put("clockUntil", "20270101002500");
        host.program("/fakes/date", "case $2 in +%%F*) echo %s ;; *) echo %s ;; esac".formatted(time, stamp));

        Run run = host.generate(1);

        assertThat(run.err())
                .isEqualTo(
                        verdict.equals("right")
                                ? ""
                                : "certfleet: this host's clock is " + verdict + ", it says " + time + ": set it\n");
    }

    /** A command that somebody sends by hand names no time. */
    @ParameterizedTest
    @CsvSource({"19700101000009, 1970-01-01T00:00:09Z", "20261001000000, 2026-10-01T00:00:00Z"})
    void a_clock_before_the_certificate_in_use_is_behind(String stamp, String time) throws Exception {
        host.isEnrolled();
        host.settings.keySet().removeAll(List.of("clockFrom", "clockUntil"));
        host.program("/fakes/date", "case $2 in +%%F*) echo %s ;; *) echo %s ;; esac".formatted(time, stamp));

        Run run = host.generate(2);

        assertThat(run.err()).isEqualTo("certfleet: this host's clock is behind, it says " + time + ": set it\n");
    }

    /** Nothing of it hinders the installation, so nothing of it hinders the request. */
    @Test
    void files_of_ours_that_are_damaged_are_replaced() throws Exception {
        host.rotate(1);
        host.rotate(2);
        Files.delete(host.version(2).resolve("before"));
        Files.delete(host.path("/var/lib/certfleet/current"));
        Files.createSymbolicLink(host.path("/var/lib/certfleet/current"), Path.of("lost"));
        host.rotate(3);
        assertThat(host.current()).isEqualTo(HostRoot.rotation(3));

        host.generate(4);
        Files.delete(host.version(4).resolve("host.csr"));
        byte[] key = Files.readAllBytes(host.version(4).resolve("host.key"));
        host.rotate(4);
        assertThat(host.version(4).resolve("host.key")).hasBinaryContent(key);
    }

    private void refused(String reason) throws Exception {
        Run run = host.generate(1);
        assertThat(run).isEqualTo(new Run(1, "", "certfleet: " + reason + "\n"));
        assertThat(host.version(1)).doesNotExist();
    }
}
