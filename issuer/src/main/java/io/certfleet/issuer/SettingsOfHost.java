package io.certfleet.issuer;

import io.certfleet.rotation.CertificateTerms;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostSettings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** The settings that a rotation is begun with: the row's own over the defaults. */
@Startup
@ApplicationScoped
class SettingsOfHost {
    private final IssuerSettings settings;
    private final Map<String, String> defaults;

    /** Fails, and with it the service's start, if a default is not a valid setting. */
    SettingsOfHost(IssuerSettings settings) {
        this.settings = settings;
        defaults = Map.of(
                "certPath", settings.certPath(),
                "keyPath", settings.keyPath(),
                "csrPath", settings.csrPath(),
                "cacertPath", settings.cacertPath(),
                "signinghelperPath", settings.signinghelperPath(),
                "keyAlgorithm", settings.keyAlgorithm(),
                "owner", settings.owner(),
                "profileArn", settings.profileArn(),
                "roleArn", settings.roleArn());
        HostSettings.of(defaults);
    }

    /** What the CA will be asked for. */
    CertificateTerms terms(Host host) {
        return Terms.of(host.hostId(), settings);
    }

    /** Fails with InvalidSettingException, which names the attribute and its value. */
    HostSettings of(Host host) {
        Map<String, String> attributes = new HashMap<>(defaults);
        attributes.putAll(host.overrides());
        return HostSettings.of(attributes);
    }
}
