package dev.batchgateway;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a key's values are measured in, and which are allowed.
 *
 * @param name as in a file of properties
 * @param unit of its values; of texts what they may be
 * @param least the least of them, as it would be written; empty for texts
 * @param most the most of them; empty for texts
 * @param isAllowed whether a configuration's value is one of these; true when it is not set, and for texts, which are
 *     checked where they are read
 */
record ConfigKey(String name, String unit, String least, String most, Predicate<GatewayConfig> isAllowed) {
    private static final String TIME = "time";
    private static final String BYTES = "bytes";
    private static final MemorySizeConverter SIZES = new MemorySizeConverter();

    static ConfigKey text(String name, String unit) {
        return new ConfigKey(name, unit, "", "", config -> true);
    }

    static ConfigKey number(String name, String unit, int least, int most, Function<GatewayConfig, Integer> value) {
        return new ConfigKey(name, unit, String.valueOf(least), String.valueOf(most), config -> {
            int given = value.apply(config);
            return given >= least && given <= most;
        });
    }

    static ConfigKey large(String name, String unit, long least, long most, Function<GatewayConfig, Long> value) {
        return new ConfigKey(name, unit, String.valueOf(least), String.valueOf(most), config -> {
            long given = value.apply(config);
            return given >= least && given <= most;
        });
    }

    static ConfigKey share(String name, double least, double most, Function<GatewayConfig, Double> value) {
        return new ConfigKey(name, "share", String.valueOf(least), String.valueOf(most), config -> {
            double given = value.apply(config);
            return given >= least && given <= most;
        });
    }

    static ConfigKey time(String name, String least, String most, Function<GatewayConfig, Duration> value) {
        Duration shortest = DurationConverter.parseDuration(least);
        Duration longest = DurationConverter.parseDuration(most);
        return new ConfigKey(name, TIME, least, most, config -> {
            Duration given = value.apply(config);
            return given.compareTo(shortest) >= 0 && given.compareTo(longest) <= 0;
        });
    }

    static ConfigKey bytes(String name, String least, String most, Function<GatewayConfig, MemorySize> value) {
        return bytesIfSet(name, least, most, config -> Optional.of(value.apply(config)));
    }

    static ConfigKey bytesIfSet(
            String name, String least, String most, Function<GatewayConfig, Optional<MemorySize>> value) {
        MemorySize smallest = SIZES.convert(least);
        MemorySize largest = SIZES.convert(most);
        return new ConfigKey(name, BYTES, least, most, config -> value.apply(config)
                .map(MemorySize::asBigInteger)
                .map(given ->
                        given.compareTo(smallest.asBigInteger()) >= 0 && given.compareTo(largest.asBigInteger()) <= 0)
                .orElse(true));
    }

    /** Its name as an environment variable. */
    String variable() {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /**
     * What is wrong with its value; empty when nothing is.
     *
     * @param given the value as it was written
     */
    Optional<String> fault(GatewayConfig config, String given) {
        return isAllowed.test(config)
                ? Optional.empty()
                : Optional.of(name + " must be from " + least + " to " + most + " (" + unit + "), not " + given);
    }
}
