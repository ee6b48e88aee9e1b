package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.SimulatedHost;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a host's files are configured to be, in the host's own words. */
record HostPaths(String certPath, String keyPath, String csrPath, String cacertPath, String signinghelperPath) {
    private static final String DEFAULT = "/etc/certfleet";
    private static final String DEFAULT_HELPER = "/usr/local/bin";

    /** The defaults of the services. */
    static HostPaths standard() {
        return allIn(DEFAULT);
    }

    /** All four files in one folder, as the original has them. */
    static HostPaths allIn(String folder) {
        return new HostPaths(folder, folder, folder, folder, DEFAULT_HELPER);
    }

    /** Each in a folder of its own, none of which is made beforehand but that of the helper. */
    static HostPaths own() {
        return new HostPaths("/srv/tls/certs", "/srv/tls/private", "/srv/tls/requests", "/etc/pki/ca", "/opt/aws/bin");
    }

    /** Writes the attributes that differ from the defaults into a row. */
    void put(ObjectNode item) {
        Map<String, String> standard = standard().attributes();
        attributes().forEach((name, value) -> {
            if (!value.equals(standard.get(name))) {
                item.putObject(name).put("S", value);
            }
        });
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("certPath", certPath);
        attributes.put("keyPath", keyPath);
        attributes.put("csrPath", csrPath);
        attributes.put("cacertPath", cacertPath);
        attributes.put("signinghelperPath", signinghelperPath);
        return attributes;
    }

    /** The certificate on this machine's disk. */
    Path certificate(SimulatedHost host) {
        return host.files().path(certPath).resolve(host.id() + ".crt");
    }

    /** The private key on this machine's disk. */
    Path key(SimulatedHost host) {
        return host.files().path(keyPath).resolve(host.id() + ".key");
    }

    /** The signing helper on this machine's disk. */
    Path signingHelper(SimulatedHost host) {
        return host.files().path(signinghelperPath).resolve("aws_signing_helper");
    }
}
