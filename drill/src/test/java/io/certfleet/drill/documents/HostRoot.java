package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.fleet.Executable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A directory that is a host to the scripts, with a signing helper and a {@code sleep} that takes no time. */
final class HostRoot {
    static final String ID = "mi-0123456789abcdef0";

    final Path root;
    final Ca ca;
    /** What the payload says of every rotation, by name. By the services' clock the host runs the script between the two times. */
    final Map<String, String> settings = new TreeMap<>(Map.ofEntries(
            Map.entry("keyAlgorithm", "EC_prime256v1"),
            Map.entry("certPath", "/etc/certfleet"),
            Map.entry("keyPath", "/etc/certfleet"),
            Map.entry("csrPath", "/etc/certfleet"),
            Map.entry("cacertPath", "/etc/certfleet"),
            Map.entry("signinghelperPath", "/usr/local/bin"),
            Map.entry("owner", "root"),
            Map.entry("validation", "required"),
            Map.entry("proofSpread", "0"),
            Map.entry("clockFrom", "20260101000000"),
            Map.entry("clockUntil", "20991231235959"),
            Map.entry("roleArn", "arn:aws:iam::1:role/r"),
            Map.entry("profileArn", "arn:aws:rolesanywhere:us-east-1:1:profile/p"),
            Map.entry("trustAnchorArn", "arn:aws:rolesanywhere:us-east-1:1:trust-anchor/t")));

    String executionTimeout = "120";
    final Map<String, String> environment = new TreeMap<>();

    private final Path outside;

    HostRoot(Path folder) throws IOException {
        // JUnit's folders are closed; another user must be able to come this far.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        outside = Files.createDirectories(folder.resolve("outside"));
        root = folder("").toRealPath();
        folder("/etc");
        folder("/var/lib");
        ca = new Ca(outside, "ca");
        helper("echo '{\"SecretAccessKey\":\"SECRET\"}'");
        program("/fakes/sleep", "echo \"$1\" >>\"${0%/*}/slept\"");
        environment.put("PATH", root + "/fakes:" + System.getenv("PATH"));
        environment.put("CERTFLEET_ROOT", root.toString());
        environment.put("AWS_SSM_INSTANCE_ID", ID);
        environment.put("AWS_SSM_REGION_NAME", "us-east-1");
    }

    static String rotation(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    Path path(String path) {
        return root.resolve(path.replaceFirst("^/", ""));
    }

    /** The file of this name in a configured folder. */
    Path named(String ending) {
        return path("/etc/certfleet/" + ID + "." + ending);
    }

    Path version(int rotation) {
        return path("/var/lib/certfleet/" + rotation(rotation));
    }

    String current() throws IOException {
        Path link = path("/var/lib/certfleet/current");
        return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
    }

    /** A folder that no umask of the developer's makes writable to others. */
    Path folder(String path) throws IOException {
        Path folder = outside.resolveSibling("root" + path);
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return folder;
    }

    Path write(String path, String content, String mode) throws IOException {
        folder(path.substring(0, path.lastIndexOf('/')));
        Path file = Files.writeString(path(path), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    void program(String path, String script) throws IOException {
        folder(path.substring(0, path.lastIndexOf('/')));
        Executable.write(path(path), "#!/bin/sh\n" + script + "\n", "755");
    }

    /** What systemctl does with a unit that is active and can be reloaded. */
    void systemctl(String script) throws IOException {
        systemctl("active", script);
    }

    /** What systemctl does with a unit in another state. */
    void systemctl(String state, String script) throws IOException {
        program("/usr/bin/systemctl", """
                case $1 in
                show) printf 'LoadState=loaded\\nActiveState=%1$s\\nCanReload=yes\\n'; exit ;;
                is-active) echo %1$s; [ %1$s = active ]; exit ;;
                esac
                """.formatted(state) + script);
    }

    /** What the signing helper does when it is asked for a session; it notes its arguments first. */
    void helper(String script) throws IOException {
        program(
                "/usr/local/bin/aws_signing_helper",
                "[ \"$1\" != version ] || exit 0\necho \"$@\" >>\"${0%/*}/calls\"\n" + script);
    }

    /** A key and a CSR that the host has already. */
    void hasKey(int rotation) throws IOException {
        Enrolled.key(this, rotation);
    }

    /** The first certificate that the host uses already. */
    void isEnrolled() throws IOException {
        Enrolled.inUse(this);
    }

    Run generate(int rotation) throws IOException {
        return generate(Shell.DASH, rotation);
    }

    Run generate(Shell shell, int rotation) throws IOException {
        return run(shell, Script.GENERATE_CSR, generateLine(rotation));
    }

    String generateLine(int rotation) {
        return ID + " rotationId=" + rotation(rotation) + values() + "\n";
    }

    /** The signature on this rotation's CSR, as base64 of the DER. */
    String sign(int rotation) throws IOException {
        return ca.sign(version(rotation).resolve("host.csr"), "/CN=" + ID, 1);
    }

    Run install(int rotation, String certificate) throws IOException {
        return install(Shell.DASH, rotation, certificate);
    }

    Run install(Shell shell, int rotation, String certificate) throws IOException {
        return run(shell, Script.INSTALL_CERTIFICATE, installLines(rotation, certificate));
    }

    String installLines(int rotation, String certificate) throws IOException {
        return "all chain=" + ca.chain() + values() + "\n" + ID + " rotationId=" + rotation(rotation) + " certificate="
                + certificate + "\n";
    }

    /** Key, CSR, signature and installation, all of which must succeed. */
    void rotate(int rotation) throws IOException {
        Run generated = generate(rotation);
        assertThat(generated.exit()).as(generated.err()).isZero();
        Run installed = install(rotation, sign(rotation));
        assertThat(installed.exit()).as(installed.err()).isZero();
    }

    Run run(Shell shell, Script script, String lines) throws IOException {
        return start(shell, script, lines).end();
    }

    Run.Started start(Shell shell, Script script, String lines) throws IOException {
        String payload = Base64.getEncoder().encodeToString(lines.getBytes(StandardCharsets.UTF_8));
        Path file = Files.writeString(
                Files.createTempFile(outside, "script", ".sh"), script.with(payload, executionTimeout));
        return Run.start(outside, environment, shell.command(file));
    }

    private String values() {
        return settings.entrySet().stream()
                .map(setting -> " " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining());
    }
}
