package io.certfleet.drill.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A CA made by openssl; of one name there is one for all tests. */
final class Ca {
    private static final Map<String, Pair> MADE = new ConcurrentHashMap<>();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    private final Path folder;
    // One moment for all that it signs: what two are to each other does not hang on when the second was signed.
    private final LocalDateTime made = LocalDateTime.now(ZoneOffset.UTC);

    Ca(Path parent, String name) throws IOException {
        folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve("index.txt"), "");
        Files.writeString(folder.resolve("ca.conf"), """
                [ca]
                default_ca=here
                [here]
                database=%1$s/index.txt
                serial=%1$s/serial
                new_certs_dir=%1$s
                default_md=sha256
                unique_subject=no
                policy=policy
                x509_extensions=leaf
                [policy]
                commonName=supplied
                organizationName=optional
                [leaf]
                basicConstraints=critical,CA:FALSE
                keyUsage=critical,digitalSignature
                extendedKeyUsage=clientAuth
                """.formatted(folder));
        Files.writeString(folder.resolve("req.conf"), """
                [req]
                distinguished_name=dn
                x509_extensions=ca
                [dn]
                [ca]
                basicConstraints=critical,CA:TRUE
                keyUsage=critical,keyCertSign,cRLSign
                """);
        Pair pair = MADE.computeIfAbsent(name, this::make);
        Files.writeString(folder.resolve("ca.key"), pair.key);
        Files.writeString(folder.resolve("ca.pem"), pair.certificate);
    }

    private Pair make(String name) {
        String printed = Run.of(
                folder,
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -config " + folder
                                + "/req.conf -subj /CN=" + name + " -keyout /dev/stdout -out /dev/stdout")
                        .split(" "));
        int certificate = printed.indexOf("-----BEGIN CERTIFICATE");
        return new Pair(printed.substring(0, certificate), printed.substring(certificate));
    }

    private record Pair(String key, String certificate) {}

    /** Signs a CSR with a subject of our own; base64 of the DER, valid from so many hours before this object was made. */
    String sign(Path csr, String subject, int hoursAgo) throws IOException {
        LocalDateTime from = made.minusHours(hoursAgo);
        Path pem = Files.createTempFile(folder, "leaf", ".pem");
        Run.of(
                folder,
                ("openssl ca -batch -notext -rand_serial -config " + folder + "/ca.conf -cert " + folder
                                + "/ca.pem -keyfile " + folder + "/ca.key -in " + csr + " -subj " + subject
                                + " -startdate "
                                + TIME.format(from) + " -enddate " + TIME.format(from.plusDays(7)) + " -out " + pem)
                        .split(" "));
        return Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    }

    /** Its certificate in PEM, in base64 without line breaks. */
    String chain() throws IOException {
        return Base64.getEncoder().encodeToString(certificate().getBytes(StandardCharsets.US_ASCII));
    }

    /** Its certificate in PEM. */
    String certificate() throws IOException {
        return Files.readString(folder.resolve("ca.pem"));
    }
}
