package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of the configuration: it has bounds, which are kept, and a variable, which arrives. */
class ConfigKeysTest {
    /** Another than any default, for each type of value. */
    private static final Map<String, String> SAMPLES = Map.of(
            "Duration", "77s",
            "MemorySize", "77M",
            "int", "77",
            "long", "77",
            "double", "0.77",
            "boolean", "the other",
            "URI", "http://hubspot.example:77",
            "Path", "/seventy/seven",
            "String", "seventy-seven",
            "List", "seventy,seven");

    @Test
    void theListHasEveryKeyOfTheConfigurationOnce() {
        List<String> listed = Configured.listed().stream().map(ConfigKey::name).toList();

        assertEquals(
                Configured.keys().stream().map(Configured.Key::name).sorted().toList(),
                listed.stream().sorted().toList());
        assertFalse(listed.isEmpty());
    }

    @Test
    void everyNumberTimeAndSizeHasBounds() {
        Set<String> texts = Configured.listed().stream()
                .filter(key -> key.most().isEmpty())
                .map(ConfigKey::name)
                .collect(Collectors.toSet());

        assertEquals(
                Configured.keys().stream()
                        .filter(key -> Set.of("boolean", "URI", "Path", "String", "List")
                                .contains(type(key)))
                        .map(Configured.Key::name)
                        .collect(Collectors.toSet()),
                texts);
    }

    @Test
    void theDefaultsAreAllowed() {
        for (ConfigKey key : Configured.listed()) {
            assertTrue(key.isAllowed(), key.name());
        }
    }

    static Stream<ConfigKey> bounded() {
        return Configured.listed().stream().filter(key -> !key.most().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void theBoundsThemselvesAreAllowed(ConfigKey key) {
        assertEquals(Optional.empty(), fault(key, key.least()));
        assertEquals(Optional.empty(), fault(key, key.most()));
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void aStepBeyondABoundIsRefusedWithTheKeyTheValueAndTheBounds(ConfigKey key) {
        for (String beyond : beyond(key)) {
            assertEquals(
                    Optional.of(key.name() + " must be from " + key.least() + " to " + key.most() + " (" + key.unit()
                            + "), not " + beyond),
                    fault(key, beyond));
        }
    }

    static Stream<Configured.Key> keys() {
        return Configured.keys().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyArrivesByItsVariable(Configured.Key key) {
        String variable = Configured.listed().stream()
                .filter(listed -> listed.name().equals(key.name()))
                .findFirst()
                .orElseThrow()
                .variable();
        Object before = key.valueIn(Configured.gateway(Configured.environment(Map.of())));
        String sample = type(key).equals("boolean") ? String.valueOf(before.equals(false)) : SAMPLES.get(type(key));
        assertFalse(sample == null, () -> "A sample is wanted for " + type(key));

        Object after =
                key.valueIn(Configured.gateway(Configured.environment(Map.of(variable, String.valueOf(sample)))));

        assertNotEquals(before, after);
        assertEquals(expected(type(key), String.valueOf(sample)), after instanceof Optional<?> set ? set.get() : after);
    }

    /** That of its value, whether it must be set or not. */
    private static String type(Configured.Key key) {
        String type =
                key.method().getGenericReturnType().getTypeName().replaceFirst("^java.util.Optional<(.*)>$", "$1");
        String simple = type.replaceFirst("<.*", "").replaceFirst(".*\\.", "");
        return simple.equals("Integer") ? "int" : simple;
    }

    private static Object expected(String type, String sample) {
        return switch (type) {
            case "Duration" -> Duration.ofSeconds(77);
            case "MemorySize" -> new MemorySize(BigInteger.valueOf(77 * 1024 * 1024));
            case "int" -> 77;
            case "long" -> 77L;
            case "double" -> 0.77;
            case "boolean" -> Boolean.valueOf(sample);
            case "URI" -> URI.create(sample);
            case "Path" -> Path.of(sample);
            case "List" -> List.of("seventy", "seven");
            default -> sample;
        };
    }

    private static Optional<String> fault(ConfigKey key, String value) {
        SmallRyeConfig config = Configured.file(Map.of(key.name(), value));
        return ConfigKeys.of(Configured.gateway(config)).stream()
                .filter(other -> other.name().equals(key.name()) && !other.isAllowed())
                .map(other -> other.fault(
                        String.valueOf(config.getConfigValue(key.name()).getValue())))
                .findFirst();
    }

    /** The next values outside; none below nothing, where there is no such value. */
    private static List<String> beyond(ConfigKey key) {
        return switch (key.unit()) {
            case "time" ->
                List.of(shifted(key.least(), Duration.ofMillis(-1)), shifted(key.most(), Duration.ofMillis(1)));
            case "bytes" ->
                Stream.of(shifted(key.least(), -1), shifted(key.most(), 1))
                        .filter(bytes -> !bytes.startsWith("-"))
                        .toList();
            case "share" -> List.of("-0.01", "1.0");
            default ->
                Stream.of(
                                new BigDecimal(key.least()).subtract(BigDecimal.ONE),
                                new BigDecimal(key.most()).add(BigDecimal.ONE))
                        .filter(number -> number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
                                || key.name().endsWith("daily-reserve"))
                        .map(BigDecimal::toPlainString)
                        .toList();
        };
    }

    private static String shifted(String time, Duration by) {
        return DurationConverter.parseDuration(time).plus(by).toString();
    }

    private static String shifted(String bytes, long by) {
        return new MemorySizeConverter()
                .convert(bytes)
                .asBigInteger()
                .add(BigInteger.valueOf(by))
                .toString();
    }
}
