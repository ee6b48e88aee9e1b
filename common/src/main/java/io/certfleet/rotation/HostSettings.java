package io.certfleet.rotation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a host's files belong and how its key is made: the row's attributes over the defaults. One that exists is valid:
 * no value can become code, leave its field or climb out of its folder.
 *
 * @param attributes by their names in the row, in the order of {@link HostSetting}
 */
public record HostSettings(Map<String, String> attributes) {

    /** The row's attributes that override a default. */
    public static final List<String> ATTRIBUTES =
            Stream.of(HostSetting.values()).map(HostSetting::attribute).toList();

    /** Copies what is a setting. Fails with InvalidSettingException, which names the attribute and the value. */
    public HostSettings {
        Map<String, String> settings = new LinkedHashMap<>();
        for (HostSetting setting : HostSetting.values()) {
            String value = attributes.get(setting.attribute());
            if (value != null) {
                settings.put(setting.attribute(), value);
            } else if (setting.byDefault().isRequired()) {
                throw new InvalidSettingException(setting.attribute(), "", "missing");
            }
        }
        for (HostSetting setting : HostSetting.values()) {
            Optional.ofNullable(settings.get(setting.attribute())).ifPresent(setting::check);
        }
        attributes = Collections.unmodifiableMap(settings);
    }

    /** What this is set to, if it is. */
    public Optional<String> value(HostSetting setting) {
        return Optional.ofNullable(attributes.get(setting.attribute()));
    }

    /** The kind of the host's key. */
    public KeyAlgorithm keyAlgorithm() {
        return KeyAlgorithm.of(value(HostSetting.KEY_ALGORITHM).orElseThrow());
    }
}
