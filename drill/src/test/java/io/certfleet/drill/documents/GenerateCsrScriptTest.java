package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Key and CSR on a host. */
@Execution(ExecutionMode.CONCURRENT)
class GenerateCsrScriptTest {
    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048,      DASH,    Public-Key: (2048 bit)",
        "RSA_4096,      DASH,    Public-Key: (4096 bit)",
        "EC_prime256v1, DASH,    ASN1 OID: prime256v1",
        "EC_prime256v1, BASH,    ASN1 OID: prime256v1",
        "EC_prime256v1, BUSYBOX, ASN1 OID: prime256v1",
        "EC_prime256v1, MKSH,    ASN1 OID: prime256v1",
        "EC_secp384r1,  DASH,    ASN1 OID: secp384r1",
    })
    void the_csr_has_a_key_of_the_configured_algorithm_and_nothing_but_the_host(
            String algorithm, Shell shell, String key) throws Exception {
        host.settings.put("keyAlgorithm", algorithm);

        Run run = host.generate(shell, 1);

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        Path csr = host.version(1).resolve("host.csr");
        assertThat(run.out())
                .isEqualTo("certfleet generate-csr " + HostRoot.rotation(1) + " holds -\n" + Files.readString(csr));
        String text = Run.of(folder, "openssl", "req", "-verify", "-noout", "-text", "-in", csr.toString());
        assertThat(text).contains(key).contains("Subject: CN = " + HostRoot.ID + "\n");
        // openssl prints an empty heading.
        assertThat(text)
                .containsPattern("Attributes:\\s+\\(none\\)\\s+(Requested Extensions:\\s+)?Signature Algorithm");
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void a_second_run_answers_with_the_same_key_and_csr(Shell shell) throws Exception {
        Run first = host.generate(shell, 1);
        byte[] key = Files.readAllBytes(host.version(1).resolve("host.key"));

        assertThat(host.generate(shell, 1)).isEqualTo(first);
        assertThat(host.version(1).resolve("host.key")).hasBinaryContent(key);
    }

    /** A row that was put anew, or came from a backup, does not know what its host has. */
    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void the_answer_names_the_serial_of_the_certificate_in_use(Shell shell) throws Exception {
        host.isEnrolled();
        String serial = serial(host.named("crt"));

        assertThat(host.generate(shell, 2).out()).startsWith(header(2, serial));

        host.settings.put("certPath", "/opt/elsewhere");
        assertThat(host.generate(shell, 3).out()).startsWith(header(3, serial));
    }

    @Test
    void a_certificate_that_was_there_before_is_named_too_and_one_that_nobody_can_read_is_not_a_failure()
            throws Exception {
        host.generate(1);
        Path original = host.write(
                "/etc/certfleet/" + HostRoot.ID + ".crt",
                "-----BEGIN CERTIFICATE-----\n" + host.sign(1) + "\n-----END CERTIFICATE-----\n",
                "rw-r--r--");
        assertThat(host.generate(1).out()).startsWith(header(1, serial(original)));

        Files.writeString(original, "garbage");
        assertThat(host.generate(1).out()).startsWith(header(1, "-"));

        Files.delete(original);
        host.folder("/etc/certfleet/" + HostRoot.ID + ".crt/folder");
        assertThat(host.generate(1).out()).startsWith(header(1, "-"));
    }

    private static String header(int rotation, String serial) {
        return "certfleet generate-csr " + HostRoot.rotation(rotation) + " holds " + serial + "\n-----BEGIN";
    }

    private String serial(Path certificate) {
        return Run.of(folder, "openssl", "x509", "-noout", "-serial", "-in", certificate.toString())
                .strip()
                .replace("serial=", "")
                .toLowerCase(Locale.ROOT);
    }

    @Test
    void every_rotation_has_a_key_of_its_own() throws Exception {
        host.generate(1);
        host.generate(2);

        assertThat(Files.readString(host.version(1).resolve("host.key")))
                .isNotEqualTo(Files.readString(host.version(2).resolve("host.key")));
    }

    @Test
    void what_a_killed_run_left_is_not_used() throws Exception {
        host.write("/var/lib/certfleet/making/host.key", "half a key", "rw-------");

        assertThat(host.generate(1).exit()).isZero();
        assertThat(host.path("/var/lib/certfleet/making")).doesNotExist();
        assertThat(host.version(1).resolve("host.key")).content().doesNotContain("half");
    }

    @Test
    void the_key_is_its_owners_and_nothing_is_switched() throws Exception {
        host.generate(1);

        assertThat(mode(host.version(1))).isEqualTo("rwx--x--x");
        assertThat(mode(host.version(1).resolve("host.key"))).isEqualTo("r--------");
        assertThat(mode(host.version(1).resolve("host.csr"))).isEqualTo("rw-r--r--");
        assertThat(host.current()).isEmpty();
        assertThat(host.path("/etc/certfleet")).doesNotExist();
    }

    /** Otherwise the service that reads it through its group would break at the next rotation. */
    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void what_root_let_a_group_read_stays_readable_to_it(Shell shell) throws Exception {
        host.isEnrolled();
        Files.setPosixFilePermissions(
                host.version(1).resolve("host.key"), PosixFilePermissions.fromString("r--r-----"));

        host.generate(shell, 2);

        Path key = host.version(2).resolve("host.key");
        assertThat(mode(key)).isEqualTo("r--r-----");
        assertThat(Files.getAttribute(key, "unix:gid"))
                .isEqualTo(Files.getAttribute(host.version(1).resolve("host.key"), "unix:gid"));
    }

    @Test
    void an_openssl_that_fails_is_a_failure_that_leaves_no_version() throws Exception {
        host.program(
                "/fakes/openssl", "case $1 in genpkey) echo broken >&2; exit 1 ;; esac; exec /usr/bin/openssl \"$@\"");

        assertThat(host.generate(1)).isEqualTo(new Run(1, "", "certfleet: openssl cannot make a key: broken\n"));
        assertThat(host.version(1)).doesNotExist();
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
