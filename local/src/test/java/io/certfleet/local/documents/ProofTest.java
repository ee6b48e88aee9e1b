package io.certfleet.local.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The session that a new pair must get before it is used. */
class ProofTest {
    private static final String ERROR =
            "operation error RolesAnywhere: CreateSession, https response error StatusCode: ";

    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
        host.generate(1);
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
    @EnumSource(Shell.class)
    void throttled_four_times_it_is_tried_again_later(Shell shell) throws Exception {
        host.helper("echo '" + ERROR + "429, ThrottlingException: Rate exceeded' >&2; exit 1");

        Run run = host.install(shell, 1, host.sign(1));

        assertThat(run)
                .isEqualTo(new Run(
                        75,
                        "certfleet install-certificate " + HostRoot.rotation(1) + " later Roles Anywhere throttles\n",
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

    @ParameterizedTest
    @CsvSource({
        "'dial tcp: lookup rolesanywhere: no such host'",
        "'dial tcp 10.0.0.1:443: i/o timeout'",
        "'connect: connection refused'",
        "'connect: network is unreachable'",
        "'StatusCode: 503, ServiceUnavailable'",
    })
    void a_network_that_fails_says_nothing_of_the_certificate(String error) throws Exception {
        host.helper("echo '" + error + "' >&2; exit 1");

        Run run = host.install(1, host.sign(1));

        assertThat(run.exit()).isEqualTo(75);
        assertThat(run.out()).endsWith(" later Roles Anywhere cannot be reached\n");
    }

    @Test
    void a_helper_that_hangs_is_ended() throws Exception {
        host.helper("exit 124");

        assertThat(host.install(1, host.sign(1)).out()).endsWith(" later the signing helper took too long\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'403, RequestID: 8429-503-429, AccessDeniedException: Insufficient permissions'",
        "'404, ResourceNotFoundException: no such profile'",
        "'400, ValidationException: certificate'",
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
        host.install(1, host.sign(1));
        host.generate(2);
        host.helper("echo 'unable to parse' >&2; exit 2");

        assertThat(host.install(2, host.sign(2)))
                .isEqualTo(new Run(1, "", "certfleet: the proof failed: unable to parse\n"));
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
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

        assertThat(host.install(1, host.sign(1)).err()).startsWith("certfleet: AWS_SSM_REGION_NAME is not set");
    }
}
