package dev.batchgateway;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.runtime.configuration.PathConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Configurations as Quarkus would read them, and what there is to read. */
final class Configured {
    private static final int QUARKUS = 100;
    private static final int FILE = 250;
    private static final int ENVIRONMENT = 300;

    private Configured() {}

    /** One key of {@link GatewayConfig}: the section's method, and its own. */
    record Key(Method section, Method method) {
        String name() {
            return "gateway." + kebab(section.getName()) + "." + kebab(method.getName());
        }

        Object valueIn(GatewayConfig config) {
            try {
                return method.invoke(section.invoke(config));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** Every key there is, by reflection. */
    static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (Method section : GatewayConfig.class.getMethods()) {
            for (Method method : section.getReturnType().getMethods()) {
                keys.add(new Key(section, method));
            }
        }
        return keys;
    }

    /** Every key there is, as the program lists them. */
    static List<ConfigKey> listed() {
        return ConfigKeys.of(defaults());
    }

    /** With nothing set. */
    static GatewayConfig defaults() {
        return gateway(file(Map.of()));
    }

    /** With these values in a file, and the defaults. */
    static SmallRyeConfig file(Map<String, String> values) {
        return of(values, Map.of());
    }

    /** With these environment variables, and the defaults. */
    static SmallRyeConfig environment(Map<String, String> variables) {
        return of(Map.of(), variables);
    }

    static GatewayConfig gateway(SmallRyeConfig config) {
        return config.getConfigMapping(GatewayConfig.class);
    }

    private static SmallRyeConfig of(Map<String, String> values, Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(GatewayConfig.class)
                .withConverter(Duration.class, QUARKUS, new DurationConverter())
                .withConverter(MemorySize.class, QUARKUS, new MemorySizeConverter())
                .withConverter(Path.class, QUARKUS, new PathConverter())
                .withSources(
                        new PropertiesConfigSource(values, "file", FILE), new EnvConfigSource(variables, ENVIRONMENT))
                .build();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
