package io.certfleet.issuer;

import io.certfleet.rotation.CertificateTerms;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostSetting;
import io.certfleet.rotation.HostSettings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The settings that a rotation is begun with: the row's own over the defaults. */
@Startup
@ApplicationScoped
class SettingsOfHost {
    private final IssuerSettings settings;
    private final Map<String, String> defaults = new HashMap<>();

    /** Fails, and with it the service's start, if a default is not a valid setting. */
    SettingsOfHost(IssuerSettings settings, Config config) {
        this.settings = settings;
        Stream.of(HostSetting.values())
                .filter(setting -> setting.byDefault().isConfigured())
                .forEach(setting -> defaults.put(setting.attribute(), byDefault(setting, config)));
        new HostSettings(defaults);
    }

    /** One that is configured as nothing is refused, as in a mapping. */
    private static String byDefault(HostSetting setting, Config config) {
        return setting.byDefault()
                .value()
                .filter(_ -> config.getConfigValue(setting.property()).getValue() == null)
                .orElseGet(() -> config.getValue(setting.property(), String.class));
    }

    /** What the CA will be asked for. */
    CertificateTerms terms(Host host) {
        return Terms.of(host.hostId(), settings);
    }

    /** Fails with InvalidSettingException, which names the attribute and its value. */
    HostSettings of(Host host) {
        Map<String, String> attributes = new HashMap<>(defaults);
        attributes.putAll(host.overrides());
        return new HostSettings(attributes);
    }
}
