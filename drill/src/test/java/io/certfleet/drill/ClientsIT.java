package io.certfleet.drill;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function's archive may have 50 MB (Lambda quotas, "Deployment package"), and a client of AWS has up to 6: a service carries those that it may call. */
class ClientsIT {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern CLIENT = Pattern.compile("software/amazon/awssdk/services/(\\w+)/\\w+Client\\.class");

    @ParameterizedTest
    @ValueSource(strings = {"checker", "issuer", "deployer", "crl-sync"})
    void a_service_carries_the_clients_that_its_policy_names(String service) throws IOException {
        Path libraries = REPOSITORY.resolve(service).resolve("target/quarkus-app/lib/main");
        try (Stream<Path> jars = Files.list(libraries)) {
            Set<String> carried = jars.flatMap(ClientsIT::clients).collect(toCollection(TreeSet::new));
            Set<String> expected = named(service);
            if (service.equals("checker")) {
                // Its pom says why.
                expected.add("acmpca");
            }
            assertThat(carried).isEqualTo(expected);
        }
    }

    private static Stream<String> clients(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> CLIENT.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(match -> match.group(1))
                    .distinct()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }

    private static Set<String> named(String service) throws IOException {
        Path policy = REPOSITORY.resolve("infra/terraform/policies").resolve(service + ".yaml");
        JsonNode statements = new YAMLMapper().readTree(policy.toFile()).path("Statement");
        return StreamSupport.stream(statements.spliterator(), false)
                .map(statement -> statement.path("Action"))
                .flatMap(actions ->
                        actions.isTextual() ? Stream.of(actions) : StreamSupport.stream(actions.spliterator(), false))
                .map(action -> action.textValue().split(":", -1)[0].replace("-", ""))
                // AWS's own services ask KMS in the role's name.
                .filter(prefix -> !prefix.equals("kms"))
                .collect(toCollection(TreeSet::new));
    }
}
