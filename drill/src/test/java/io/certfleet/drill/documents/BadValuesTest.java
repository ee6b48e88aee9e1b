package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that the services would not send: a host refuses them all the same, and nothing happens on it. */
@Execution(ExecutionMode.CONCURRENT)
class BadValuesTest {
    private static final String LONG = "/" + "a".repeat(199);

    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
    }

    static Stream<Arguments> values() {
        Stream<String> paths = Stream.of(
                "'/etc/x'",
                "\"/etc/x\"",
                "/etc/$(touch${IFS}ran)",
                "/etc/`id`",
                "/etc/../x",
                "/etc/..",
                "/etc/./x",
                "etc/x",
                "/etc/x/",
                "/etc//x",
                "/",
                "/etc/*",
                "/etc/\\x",
                "/etc/;id",
                "/etc/é",
                "/var/lib/certfleet/x",
                LONG + "a");
        Stream<String> owners =
                Stream.of("Root", "0", "-root", "root;id", "$(id)", "root:root", "../root", "no_such_user");
        Stream<String> units =
                Stream.of("nginx", "nginx.socket", ".service", "--now.service", "a/b.service", "$(id).service");
        return Stream.of(
                        paths.flatMap(path ->
                                Stream.of("certPath", "signinghelperPath").map(name -> Arguments.of(name, path))),
                        Stream.of("keyPath", "csrPath", "cacertPath").map(name -> Arguments.of(name, "/etc/../x")),
                        owners.map(owner -> Arguments.of("owner", owner)),
                        units.map(unit -> Arguments.of("reloadUnit", unit)),
                        Stream.of("RSA_1024", "$(id)", "-").map(algorithm -> Arguments.of("keyAlgorithm", algorithm)),
                        Stream.of("validation", "owner", "keyAlgorithm", "certPath")
                                .map(name -> Arguments.of(name, "")),
                        Stream.of(Arguments.of("validation", "maybe")))
                .flatMap(arguments -> arguments);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_bad_value_is_refused_by_name(String name, String value) throws Exception {
        host.settings.put(name, value);

        refused(host.generate(1), name.equals("keyAlgorithm") ? "key algorithm" : name);
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void no_shell_runs_what_a_value_says(Shell shell) throws Exception {
        host.settings.put("keyPath", "/etc/$(touch${IFS}" + host.root + "/ran)");

        refused(host.generate(shell, 1), "keyPath");
        assertThat(host.path("ran")).doesNotExist();
    }

    @Test
    void a_mode_is_one_of_two() throws Exception {
        host.settings.put("reloadUnit", "nginx.service");
        host.settings.put("reloadMode", "stop");

        refused(host.generate(1), "reloadMode");
    }

    @ParameterizedTest
    @CsvSource({
        "'/etc/a b', a value without a name",
        "'/etc/a\tb', a value without a name",
        "'/etc/a owner=root', two values of owner",
        "'/etc/a\nb', keyPath"
    })
    void white_space_lets_no_value_pass_for_two(String value, String reason) throws Exception {
        host.settings.put("certPath", value);

        refused(host.generate(1), reason);
    }

    @Test
    void what_all_hosts_read_no_host_has_otherwise() throws Exception {
        refused(
                host.run(Shell.DASH, Script.GENERATE_CSR, "all owner=root\n" + host.generateLine(1)),
                "two values of owner");
    }

    @Test
    void names_of_a_later_version_are_left_alone() throws Exception {
        host.settings.put("aLaterSetting", "*");

        assertThat(host.generate(1).err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20270101000000, ''",
        "20270101000000, 2027010100000",
        "20270101000000, 2027010100000x",
        "1, 2",
        "a[$(id)], b"
    })
    void two_times_are_two_numbers(String from, String until) throws Exception {
        host.settings.put("clockFrom", from);
        host.settings.put("clockUntil", until);

        refused(host.generate(1), "clockFrom");
    }

    @ParameterizedTest
    @CsvSource({"roleArn", "profileArn", "trustAnchorArn"})
    void an_installation_needs_each_arn(String name) throws Exception {
        host.generate(1);
        host.settings.remove(name);

        assertThat(host.install(1, host.sign(1)).err()).isEqualTo("certfleet: the payload has no " + name + "\n");
    }

    @Test
    void a_path_of_200_characters_is_taken() throws Exception {
        host.settings.put("certPath", LONG);

        assertThat(host.generate(1).err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mi-0123456789abcdef0, 00000000-0000-4000-8000-00000000000",
        "mi-0123456789abcdef0, 000000000000040008000000000000000000",
        "mi-0123456789abcdef0, ../../../../../../../../../../../../",
        "mi-0123456789abcdef0, 00000000-0000-4000-8000-00000000000G",
        "mi-/../x,             00000000-0000-4000-8000-000000000001",
    })
    void an_id_of_another_form_is_refused(String id, String rotation) throws Exception {
        host.environment.put("AWS_SSM_INSTANCE_ID", id);
        String line = host.generateLine(1).replace(HostRoot.ID, id).replace(HostRoot.rotation(1), rotation);

        refused(host.run(Shell.DASH, Script.GENERATE_CSR, line), " id: ");
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void a_payload_without_a_line_for_this_host_is_refused(Script script) throws Exception {
        String others = "all a=b\n" + host.generateLine(1).replace(HostRoot.ID, HostRoot.ID + "1");

        refused(host.run(Shell.DASH, script, others), "no line for " + HostRoot.ID);
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void outside_of_run_command_nothing_runs(Script script) throws Exception {
        host.environment.remove("AWS_SSM_INSTANCE_ID");

        refused(host.run(Shell.DASH, script, host.generateLine(1)), "AWS_SSM_INSTANCE_ID");
    }

    @ParameterizedTest
    @CsvSource({"-1", "08", "1000", "$(id)", "a"})
    void a_delay_is_a_small_number(String delay) throws Exception {
        host.generate(1);
        host.settings.put("proofSpread", delay);

        Run run = host.install(1, host.sign(1));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("certfleet: proofSpread is not a number below 1000: " + delay + "\n");
    }

    private void refused(Run run, String reason) {
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("certfleet: ")
                .contains(reason)
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(host.path("/var/lib/certfleet")).doesNotExist();
    }
}
