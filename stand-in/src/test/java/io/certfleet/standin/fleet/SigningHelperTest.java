package io.certfleet.standin.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.certfleet.standin.Ended;
import io.certfleet.standin.StandInSettings;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.iam.HostRole;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.rolesanywhere.RolesAnywhere;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.sts.IssuedSessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our aws_signing_helper against Roles Anywhere of the stand-in, which checks what it signs. */
class SigningHelperTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/certfleet-host";
    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    Path folder;

    private HttpServer server;
    private RolesAnywhere rolesAnywhere;
    private String trustAnchorArn;
    private String profileArn;
    private AwsError refusal;
    private Path helper;

    @BeforeEach
    void start() throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=ca"
                + " -addext keyUsage=critical,keyCertSign,cRLSign");
        Files.writeString(folder.resolve("extensions"), "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n");
        String pem = Files.readString(folder.resolve("ca.pem"));
        TrustPolicies roles = new TrustPolicies();
        roles.add(
                ROLE,
                HostRole.trustPolicy(
                        StandInSettings.in(folder).infrastructure(),
                        "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/*"));
        rolesAnywhere = new RolesAnywhere(
                new RolesAnywhereSettings(Account.standard(), arn -> pem, folder),
                roles,
                new IssuedSessions(),
                Clock.systemUTC());
        trustAnchorArn = rolesAnywhere.trust("arn:ca");
        profileArn = rolesAnywhere.profile(List.of(ROLE));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/sessions", this::serve);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        helper = new Fleet(folder.resolve("fleet"), SigningHelper.ours(endpoint), Clock.systemUTC())
                .register()
                .folder()
                .resolve("usr/local/bin/aws_signing_helper");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa:2048, 0x01",
        "rsa:4096, 0x7fffffffffffffffffffffffffffffffffffffff",
        EC + ", 0x0a00000000000000000000000000000b",
        "ec -pkeyopt ec_paramgen_curve:P-384, 0x3b9aca00"
    })
    void a_session_is_granted_to_the_holder_of_a_certificate(String key, String serial) throws Exception {
        certificate(key, serial);
        Ended ended = run(flags());
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.exit()).isZero();
        JsonNode credentials = ended.json();
        assertThat(credentials.path("Version").asInt()).isEqualTo(1);
        assertThat(credentials.path("AccessKeyId").asText()).startsWith("ASIA");
        assertThat(credentials.path("SecretAccessKey").asText()).isNotEmpty();
        assertThat(credentials.path("SessionToken").asText()).isNotEmpty();
        assertThat(credentials.path("Expiration").asText()).endsWith("Z");
    }

    @Test
    void a_certificate_below_an_intermediate_brings_its_chain() throws Exception {
        openssl("req -new -newkey rsa:2048 -nodes -keyout sub.key -out sub.csr -subj /CN=sub");
        Files.writeString(
                folder.resolve("sub.ext"), "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
        openssl("x509 -req -in sub.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 1 -extfile sub.ext -out sub.pem");
        openssl("req -new -newkey " + EC + " -nodes -keyout host.key -out host.csr -subj /CN=mi-1");
        openssl("x509 -req -in host.csr -CA sub.pem -CAkey sub.key -set_serial 8 -days 1 -extfile extensions"
                + " -out host.crt");
        assertThat(run(flags()).errors()).contains("AccessDeniedException");
        List<String> flags = flags();
        flags.addAll(List.of("--intermediates", "sub.pem"));
        assertThat(run(flags).exit()).isZero();
    }

    @Test
    void another_key_than_the_certificates_is_refused() throws Exception {
        certificate(EC, "0x10");
        openssl("genpkey -algorithm " + EC + " -out host.key");
        Ended ended = run(flags());
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).contains("StatusCode: 403, AccessDeniedException: Signature does not match");
    }

    @Test
    void throttling_can_be_told_from_a_refusal() throws Exception {
        certificate(EC, "0x10");
        refusal = new AwsError(429, "ThrottlingException", "Rate exceeded");
        Ended ended = run(flags());
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.errors()).contains("StatusCode: 429, ThrottlingException: Rate exceeded");
    }

    @Test
    void a_service_that_cannot_be_reached_is_an_error() throws Exception {
        certificate(EC, "0x10");
        server.stop(0);
        Ended ended = run(flags());
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.errors()).contains("connection refused");
    }

    @Test
    void missing_and_unknown_flags_and_unreadable_files_are_errors() throws Exception {
        certificate(EC, "0x10");
        List<String> unknown = flags();
        unknown.add("--other=1");
        assertThat(run(unknown).errors()).contains("unknown flag: --other");
        assertThat(run(flags().subList(0, 3)).errors()).contains("needed are");
        List<String> unreadable = flags();
        unreadable.set(2, "nowhere.crt");
        assertThat(run(unreadable).errors()).contains("cannot read nowhere.crt");
        assertThat(run(List.of("serve")).exit()).isEqualTo(1);
    }

    private List<String> flags() {
        return new ArrayList<>(Ended.words(
                "credential-process --certificate host.crt --private-key host.key --trust-anchor-arn %s --profile-arn %s"
                        + " --role-arn=%s --region us-east-1",
                trustAnchorArn, profileArn, ROLE));
    }

    private void certificate(String key, String serial) throws Exception {
        openssl("req -new -newkey " + key + " -nodes -keyout host.key -out host.csr -subj /CN=mi-1");
        openssl("x509 -req -in host.csr -CA ca.pem -CAkey ca.key -set_serial " + serial
                + " -days 1 -extfile extensions -out host.crt");
    }

    private void openssl(String arguments) {
        Ended ended = Ended.of(folder, Map.of(), Ended.words("openssl " + arguments));
        assertThat(ended.exit()).as(ended.errors()).isZero();
    }

    // As the installing script calls it.
    private Ended run(List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", helper.toString()));
        command.addAll(arguments);
        return Ended.of(folder, Map.of(), command);
    }

    private void serve(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        Call call = Calls.rest(
                "anonymous",
                "rolesanywhere",
                "CreateSession",
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                headers,
                exchange.getRequestBody().readAllBytes());
        Answer answer;
        try {
            if (refusal != null) {
                throw refusal;
            }
            answer = rolesAnywhere.answer(call);
        } catch (AwsError e) {
            answer = Answer.json(e.status(), Json.object().put("message", e.getMessage()));
            exchange.getResponseHeaders().set("x-amzn-ErrorType", e.code());
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }
}
