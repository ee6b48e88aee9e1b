package io.certfleet.queue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Configuration of a service: the defaults that all share, and what the test sets. */
final class Settings {
    private Settings() {}

    static SmallRyeConfig with(String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addPropertiesSources()
                .withSources(new PropertiesConfigSource(values, "test", 1000))
                .build();
    }
}
