package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of all {@link Setting}s of one simulator. A change holds from the next call on; calls in progress may
 * see it too. May be used from any thread.
 */
public final class SimulatorSettings {
    private final Map<Setting<?>, Object> values = new ConcurrentHashMap<>();

    /** Every setting at its default. */
    public SimulatorSettings() {}

    /** Settings without latency, as most tests want them. */
    public static SimulatorSettings withoutLatency() {
        return new SimulatorSettings().set(Limits.LATENCY_MIN_MILLIS, 0).set(Limits.LATENCY_MAX_MILLIS, 0);
    }

    /** The value of a setting. */
    @SuppressWarnings("unchecked") // Only set() writes, and it takes a T for a Setting<T>.
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.defaultValue() : (T) value;
    }

    /**
     * Changes a setting.
     *
     * @throws IllegalArgumentException if the setting does not take the value
     */
    public <T> SimulatorSettings set(Setting<T> setting, T value) {
        values.put(setting, checked(setting, value));
        return this;
    }

    /**
     * Changes the settings whose keys are in {@code partial}, all or, if one of them is unknown or out of range, none.
     *
     * @throws IllegalArgumentException with a sentence that names the offender
     */
    public void setAll(JsonObject partial) {
        Map<Setting<?>, Object> changes = new ConcurrentHashMap<>();
        for (Map.Entry<String, Object> entry : partial) {
            Setting<?> setting = all().stream()
                    .filter(each -> each.key().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no setting " + entry.getKey()));
            changes.put(setting, checked(setting, entry.getValue()));
        }
        values.putAll(changes);
    }

    /** Every setting with its value, under its key. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        all().forEach(setting -> put(json, setting));
        return json;
    }

    /** A copy that later changes of this one do not reach. */
    SimulatorSettings copy() {
        SimulatorSettings copy = new SimulatorSettings();
        copy.values.putAll(values);
        return copy;
    }

    void putBack(SimulatorSettings earlier) {
        values.keySet().retainAll(earlier.values.keySet());
        values.putAll(earlier.values);
    }

    private <T> void put(JsonObject json, Setting<T> setting) {
        json.put(setting.key(), setting.toJson(get(setting)));
    }

    private static Object checked(Setting<?> setting, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("Setting " + setting.key() + " has no value");
        }
        return setting.read(value);
    }

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(Limits.all());
        all.addAll(Behaviour.all());
        return all;
    }
}
