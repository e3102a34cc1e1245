package dev.batchgateway;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a key's values are measured in, which are allowed, and whether the one it has is.
 *
 * @param name as in a file of properties
 * @param unit of its values; of texts what they may be
 * @param least the least of them, as it would be written; empty for texts
 * @param most the most of them; empty for texts
 * @param isAllowed whether its value is one of these; true when it is not set, and for texts, which are checked where
 *     they are read
 */
record ConfigKey(String name, String unit, String least, String most, boolean isAllowed) {
    static ConfigKey text(String name, String form) {
        return new ConfigKey(name, form, "", "", true);
    }

    static ConfigKey number(String name, String unit, long least, long most, long given) {
        return new ConfigKey(name, unit, String.valueOf(least), String.valueOf(most), given >= least && given <= most);
    }

    static ConfigKey share(String name, double least, double most, double given) {
        return new ConfigKey(
                name, "share", String.valueOf(least), String.valueOf(most), given >= least && given <= most);
    }

    static ConfigKey time(String name, String least, String most, Duration given) {
        boolean isAllowed = given.compareTo(DurationConverter.parseDuration(least)) >= 0
                && given.compareTo(DurationConverter.parseDuration(most)) <= 0;
        return new ConfigKey(name, "time", least, most, isAllowed);
    }

    static ConfigKey bytes(String name, String least, String most, MemorySize given) {
        return bytesIfSet(name, least, most, Optional.of(given));
    }

    static ConfigKey bytesIfSet(String name, String least, String most, Optional<MemorySize> given) {
        boolean isAllowed = given.isEmpty()
                || (given.get().asBigInteger().compareTo(size(least)) >= 0
                        && given.get().asBigInteger().compareTo(size(most)) <= 0);
        return new ConfigKey(name, "bytes", least, most, isAllowed);
    }

    private static BigInteger size(String text) {
        return new MemorySizeConverter().convert(text).asBigInteger();
    }

    /** Its name as an environment variable. */
    String variable() {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** What is wrong with its value, which was written as {@code given}. */
    String fault(String given) {
        return name + " must be from " + least + " to " + most + " (" + unit + "), not " + given;
    }
}
