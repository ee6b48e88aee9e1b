package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.fleet.HelperFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The session that a new pair must get before it is used. */
@Execution(ExecutionMode.CONCURRENT)
class ProofTest {
    private static final String ERROR =
            "operation error RolesAnywhere: CreateSession, https response error StatusCode: ";

    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
        host.hasKey(1);
    }

    @Test
    void the_helper_gets_fixed_arguments_and_an_empty_environment() throws Exception {
        host.environment.put("AWS_SESSION_TOKEN", "secret");
        host.helper("env >\"${0%/*}/env\"; test ! -e /proc/self/fd/9 || exit 1");

        assertThat(host.install(1, host.sign(1)).err()).isEmpty();

        assertThat(host.path("/usr/local/bin/calls"))
                .content()
                .isEqualTo("credential-process --certificate " + host.version(1) + "/host.crt --private-key "
                        + host.version(1) + "/host.key --trust-anchor-arn"
                        + " arn:aws:rolesanywhere:us-east-1:1:trust-anchor/t --profile-arn"
                        + " arn:aws:rolesanywhere:us-east-1:1:profile/p --role-arn arn:aws:iam::1:role/r"
                        + " --region us-east-1\n");
        assertThat(Files.readString(host.path("/usr/local/bin/env")).lines().filter(line -> !line.startsWith("PWD=")))
                .containsExactly("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void throttled_four_times_it_is_tried_again_later(Shell shell) throws Exception {
        host.helper("echo '" + ERROR + "429, ThrottlingException: Rate exceeded' >&2; exit 1");

        Run run = host.install(shell, 1, host.sign(1));

        assertThat(run)
                .isEqualTo(new Run(
                        75,
                        "certfleet install-certificate " + HostRoot.rotation(1) + " later Roles Anywhere throttles: "
                                + ERROR + "429, ThrottlingException: Rate exceeded\n",
                        ""));
        assertThat(host.path("/usr/local/bin/calls")).content().hasLineCount(4);
        assertThat(host.current()).isEmpty();
        int[] slept = Files.readAllLines(host.path("/fakes/slept")).stream()
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(slept).hasSize(4);
        assertThat(slept[0]).isZero();
        assertThat(slept[1]).isBetween(2, 4);
        assertThat(slept[2]).isBetween(4, 8);
        assertThat(slept[3]).isBetween(8, 16);

        host.helper("");
        assertThat(host.install(shell, 1, host.sign(1)).exit()).isZero();
    }

    /** Whatever is not known to be about certificate, role or profile: its words come into the row. */
    @Test
    void what_says_nothing_of_the_certificate_is_tried_later() throws Exception {
        String lines = host.installLines(1, host.sign(1));
        boolean isFormerLast = false;
        for (HelperFault fault : HelperFault.values()) {
            // Its first call says one, the other three the other, of which the last is the answer.
            String first = isFormerLast ? fault.words() : fault.formerWords();
            String last = isFormerLast ? fault.formerWords() : fault.words();
            isFormerLast = !isFormerLast;
            Files.deleteIfExists(host.path("/usr/local/bin/calls"));
            host.helper("if [ -e \"${0%/*}/said\" ]; then cat >&2 <<'WORDS'\n" + last
                    + "\nWORDS\nelse : >\"${0%/*}/said\"; cat >&2 <<'WORDS'\n" + first + "\nWORDS\nfi; exit 1");

            Run run = host.run(Shell.DASH, Script.INSTALL_CERTIFICATE, lines);

            Files.delete(host.path("/usr/local/bin/said"));
            assertThat(host.path("/usr/local/bin/calls"))
                    .as(fault.toString())
                    .content()
                    .hasLineCount(4);
            assertThat(run.exit()).as(last).isEqualTo(75);
            assertThat(run.err()).as(last).isEmpty();
            assertThat(run.out())
                    .startsWith("certfleet install-certificate " + HostRoot.rotation(1) + " later ")
                    .contains(fault.cause().substring(fault.cause().length() / 2))
                    .doesNotContain("profileArn=")
                    .hasLineCount(1)
                    .hasSizeLessThan(500);
            assertThat(host.current()).as(last).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HelperFault.class,
            names = {"CLOCK", "CLOCK_DENIED"})
    void a_clock_that_is_wrong_is_named(HelperFault fault) throws Exception {
        host.helper("echo '" + fault.words() + "' >&2; exit 1");

        assertThat(host.install(1, host.sign(1)).out()).contains(" later is the clock of this host right (2");
    }

    @Test
    void a_helper_that_says_nothing_is_tried_later() throws Exception {
        host.helper("exit 3");

        assertThat(host.install(1, host.sign(1)).out()).endsWith(" later no session yet: exit 3\n");
    }

    @ParameterizedTest
    @CsvSource({"124", "137", "143"})
    void a_helper_that_was_ended_took_too_long(int exit) throws Exception {
        host.helper("exit " + exit);

        assertThat(host.install(1, host.sign(1)).out()).contains(" later the signing helper took more than 15 s");
    }

    /** The agent would kill the script, and the row would say nothing but that. */
    @Test
    void the_proof_ends_before_the_execution_time_out_whatever_spread_was_asked_for() throws Exception {
        host.executionTimeout = "36";
        host.settings.put("proofSpread", "999");
        // A child that outlives it must not hold the answer back.
        host.helper("trap '' TERM; sleep 60 & sleep 60");
        String lines = host.installLines(1, host.sign(1));
        long begun = System.nanoTime();

        Run run = host.run(Shell.DASH, Script.INSTALL_CERTIFICATE, lines);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(36));
        assertThat(run.exit()).isEqualTo(75);
        assertThat(run.out()).contains(" later the signing helper took more than ");
        // Of the 32 s that it has, the helper is left its 15.
        assertThat(Integer.parseInt(
                        Files.readAllLines(host.path("/fakes/slept")).getFirst()))
                .isLessThanOrEqualTo(17);
    }

    @Test
    void a_run_that_waited_for_another_all_its_time_comes_again() throws Exception {
        host.executionTimeout = "3";
        String certificate = host.sign(1);
        Process other = new ProcessBuilder(
                        "flock",
                        host.path("/var/lib/certfleet/lock").toString(),
                        "sh",
                        "-c",
                        "echo held; exec sleep 60")
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");

            Run run = host.install(1, certificate);

            assertThat(run.exit()).isEqualTo(75);
            assertThat(run.out()).contains(" later another run has held ");
            assertThat(host.generate(2).err()).startsWith("certfleet: another run has held ");
        } finally {
            other.descendants().forEach(ProcessHandle::destroyForcibly);
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'403, RequestID: 8429-503-429, AccessDeniedException: Insufficient permissions'",
        "'404, ResourceNotFoundException: no such profile'",
        "'400, ValidationException: certificate'",
        "'403, RequestID: 1, AccessDeniedException: Untrusted certificate. Certificate expired'",
    })
    void a_refusal_is_a_failure_in_one_line_without_what_the_helper_printed(String error) throws Exception {
        host.helper("echo SECRET; printf 'line one\\n" + ERROR + error + "\\n' >&2; exit 1");

        Run run = host.install(1, host.sign(1));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("certfleet: the proof failed: line one " + ERROR)
                .doesNotContain("SECRET")
                .hasLineCount(1);
        assertThat(host.path("/usr/local/bin/calls")).content().hasLineCount(1);
        assertThat(host.current()).isEmpty();
    }

    @Test
    void a_helper_that_fails_leaves_the_pair_in_use_alone() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        host.helper("echo 'unable to parse private key' >&2; exit 2");

        assertThat(host.install(2, host.sign(2)))
                .isEqualTo(new Run(1, "", "certfleet: the proof failed: unable to parse private key\n"));
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
    }

    /** What the helper says before it asks anybody (aws_signing_helper/signer.go and credentials.go). */
    @ParameterizedTest
    @CsvSource({
        "unsupported algorithm",
        "could not parse PEM data",
        "could not parse certificate",
        "could not parse private key",
        "unable to parse private key",
        "failed to parse profile arn: 'arn: invalid prefix'",
        "failed to parse trust anchor arn: 'arn: not enough sections'",
        "trust anchor and profile regions don't match",
    })
    void a_helper_that_cannot_use_what_it_was_given_is_a_failure(String words) throws Exception {
        host.helper("echo \"" + words + "\" >&2; exit 1");

        assertThat(host.install(1, host.sign(1)))
                .isEqualTo(new Run(1, "", "certfleet: the proof failed: " + words + "\n"));
    }

    @Test
    void granted_credentials_are_thrown_away() throws Exception {
        Run run = host.install(1, host.sign(1));

        assertThat(run.out() + run.err()).doesNotContain("SECRET");
        assertThat(Run.of(folder, "sh", "-c", "grep -rl SECRET '" + host.root + "/var' '" + host.root + "/etc' || :"))
                .isEmpty();
    }

    @Test
    void without_a_region_nothing_is_asked() throws Exception {
        host.environment.remove("AWS_SSM_REGION_NAME");

        assertThat(host.install(1, host.sign(1)).err())
                .startsWith("certfleet: AWS_SSM_INSTANCE_ID or AWS_SSM_REGION_NAME is not set");
    }
}
