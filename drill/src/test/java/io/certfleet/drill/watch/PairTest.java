package io.certfleet.drill.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecparam -name prime256v1 -genkey -out %s",
                "ecparam -name secp384r1 -genkey -noout -out %s",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out %s",
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out %s",
                "genrsa -traditional -out %s 2048"
            })
    void a_key_of_every_kind_matches_its_own_certificate_alone(String generation)
            throws IOException, InterruptedException {
        openssl(generation.formatted("one.key"));
        openssl(generation.formatted("two.key"));
        openssl("req -x509 -new -key one.key -out one.crt -subj /CN=host -set_serial 0x0abc");
        Pair own = Pair.of(read("one.crt"), read("one.key"));
        assertThat(own.matching()).isTrue();
        assertThat(own.serial()).isEqualTo("00000000000000000000000000000abc");
        assertThat(Pair.of(read("one.crt"), read("two.key")).matching()).isFalse();
    }

    @Test
    void what_cannot_be_read_matches_nothing() {
        assertThat(Pair.of("", "").matching()).isFalse();
        assertThat(Pair.of("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", "x")
                        .matching())
                .isFalse();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(("openssl " + arguments).split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor()).as(arguments).isZero();
    }
}
