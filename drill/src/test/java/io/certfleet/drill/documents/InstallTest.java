package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A certificate on its way into a host, and what is not let in. */
@Execution(ExecutionMode.CONCURRENT)
class InstallTest {
    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void all_four_files_stand_at_their_paths_and_a_second_run_says_the_same(Shell shell) throws Exception {
        host.settings.put("certPath", "/opt/certs");
        host.settings.put("cacertPath", "/opt/ca");
        host.generate(shell, 1);
        String certificate = host.sign(1);

        Run run = host.install(shell, 1, certificate);

        assertThat(run)
                .isEqualTo(new Run(0, "certfleet install-certificate " + HostRoot.rotation(1) + " installed\n", ""));
        Path chain = host.path("/opt/ca/ca_chain_certificate.crt");
        Path leaf = host.path("/opt/certs/" + HostRoot.ID + ".crt");
        Run.of(folder, "openssl", "verify", "-CAfile", chain.toString(), leaf.toString());
        assertThat(Run.of(folder, "openssl", "x509", "-noout", "-pubkey", "-in", leaf.toString()))
                .isEqualTo(Run.of(
                        folder,
                        "openssl",
                        "pkey",
                        "-pubout",
                        "-in",
                        host.named("key").toString()));
        assertThat(host.named("csr")).isReadable();
        assertThat(mode(leaf)).isEqualTo("rw-r--r--");
        assertThat(mode(chain)).isEqualTo("rw-r--r--");
        assertThat(mode(host.named("key"))).isEqualTo("r--------");
        assertThat(mode(host.path("/opt/certs"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(host.path("/var/lib/certfleet"))).isEqualTo("rwx--x--x");

        assertThat(host.install(shell, 1, certificate)).isEqualTo(run);
    }

    @Test
    void the_key_is_read_by_its_owner_and_by_no_third_user() throws Exception {
        assumeTrue(Second.possible(), "not checked: a key of another user needs root and setpriv");
        host.settings.put("owner", "nobody");

        host.rotate(1);

        assertThat(Second.reads(folder, "nobody", host.named("key"))).isTrue();
        assertThat(Second.reads(folder, "daemon", host.named("key"))).isFalse();
        assertThat(Second.reads(folder, "daemon", host.named("crt"))).isTrue();
    }

    @Test
    void a_certificate_for_another_key_is_refused() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        host.hasKey(3);

        hopeless(3, host.install(3, host.sign(2)), "certificate and key do not belong together: another machine may");
    }

    @ParameterizedTest
    @CsvSource({
        "/CN=mi-0123456789abcdef1",
        "'/O=x,CN=mi-0123456789abcdef0/CN=other'",
        "/CN=other/CN=mi-0123456789abcdef0"
    })
    void another_hosts_certificate_is_refused(String subject) throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        String certificate = host.ca.sign(host.version(2).resolve("host.csr"), subject, 0);

        refused(host.install(2, certificate), "the certificate is not this host's: ");
    }

    @Test
    void a_certificate_of_another_ca_is_refused_also_when_the_system_trusts_it() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        Ca foreign = new Ca(folder, "foreign");
        Path trusted = Files.createDirectories(folder.resolve("trusted"));
        Files.writeString(trusted.resolve("foreign.pem"), foreign.certificate());
        Run.of(folder, "openssl", "rehash", trusted.toString());
        host.environment.put("SSL_CERT_DIR", trusted.toString());
        String certificate = foreign.sign(host.version(2).resolve("host.csr"), "/CN=" + HostRoot.ID, 0);

        refused(
                host.install(2, certificate),
                "the certificate is not valid under its chain: unable to get local issuer");
    }

    @Test
    void an_expired_certificate_is_refused_and_the_reason_says_so() throws Exception {
        host.hasKey(2);
        String certificate = host.ca.sign(host.version(2).resolve("host.csr"), "/CN=" + HostRoot.ID, 24 * 8);

        assertThat(host.install(2, certificate).err()).contains("certificate has expired");
    }

    @Test
    void a_chain_with_anything_but_certificates_is_refused() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        String chain = Base64.getEncoder()
                .encodeToString((host.ca.certificate() + "root: x\n").getBytes(StandardCharsets.US_ASCII));
        String lines = host.installLines(2, host.sign(2)).replace(host.ca.chain(), chain);

        refused(host.run(Shell.DASH, Script.INSTALL_CERTIFICATE, lines), "the CA chain is not made of certificates");
    }

    @ParameterizedTest
    @CsvSource({"AAAA", "!", "-"})
    void what_is_not_a_certificate_is_refused(String certificate) throws Exception {
        host.isEnrolled();
        host.hasKey(2);

        refused(host.install(2, certificate), "the certificate cannot be read");
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void the_host_does_not_go_back_to_an_older_key(Shell shell) throws Exception {
        host.hasKey(1);
        host.hasKey(2);
        String older = host.ca.sign(host.version(1).resolve("host.csr"), "/CN=" + HostRoot.ID, 49);
        host.install(1, older);
        host.install(2, host.ca.sign(host.version(2).resolve("host.csr"), "/CN=" + HostRoot.ID, 1));

        assertThat(host.install(shell, 1, older))
                .isEqualTo(new Run(
                        66,
                        "certfleet install-certificate " + HostRoot.rotation(1)
                                + " needs-new-key the key is older than the one in use\n",
                        "certfleet: the key is older than the one in use\n"));
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));
    }

    @Test
    void a_present_certificate_that_nobody_can_read_does_not_block_the_next() throws Exception {
        host.isEnrolled();
        Files.writeString(host.version(1).resolve("host.crt"), "garbage");

        host.rotate(2);

        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));
    }

    @Test
    void without_this_rotations_key_only_a_new_one_helps() throws Exception {
        host.isEnrolled();

        hopeless(2, host.install(2, "AAAA"), "there is no key of this rotation: another machine may answer to this id");
    }

    @Test
    void a_key_that_cannot_be_read_is_replaced_too() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        String certificate = host.sign(2);
        Files.delete(host.version(2).resolve("host.key"));
        host.write("/var/lib/certfleet/" + HostRoot.rotation(2) + "/host.key", "no key", "r--------");

        hopeless(2, host.install(2, certificate), "the key of this rotation cannot be read");
    }

    @Test
    void a_link_to_a_folder_in_a_names_place_is_replaced_and_not_filled() throws Exception {
        Files.createSymbolicLink(
                host.folder("/etc/certfleet").resolve(HostRoot.ID + ".crt"), host.folder("/srv/elsewhere"));

        host.rotate(1);

        assertThat(host.named("crt")).isRegularFile();
        assertThat(host.path("/srv/elsewhere")).isEmptyDirectory();
    }

    private void refused(Run run, String reason) throws Exception {
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        unchanged(run, reason);
    }

    /** However often it is tried, this rotation can never be installed: the services begin a new one. */
    private void hopeless(int rotation, Run run, String reason) throws Exception {
        assertThat(run.exit()).isEqualTo(66);
        assertThat(run.out())
                .startsWith("certfleet install-certificate " + HostRoot.rotation(rotation) + " needs-new-key " + reason)
                .endsWith("\n")
                .hasLineCount(1);
        unchanged(run, reason);
    }

    private void unchanged(Run run, String reason) throws Exception {
        assertThat(run.err()).startsWith("certfleet: " + reason).endsWith("\n").hasLineCount(1);
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
        assertThat(Run.of(
                        folder,
                        "openssl",
                        "x509",
                        "-noout",
                        "-pubkey",
                        "-in",
                        host.named("crt").toString()))
                .isEqualTo(Run.of(
                        folder,
                        "openssl",
                        "pkey",
                        "-pubout",
                        "-in",
                        host.named("key").toString()));
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
