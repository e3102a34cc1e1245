package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.batchgateway.json.Slice;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MomentTest {
    @Test
    void readsHubSpotsForm() {
        assertEquals(Instant.parse("2026-11-22T22:16:59.117Z"), moment("\"2026-11-22T22:16:59.117Z\""));
    }

    @Test
    void readsOtherIsoForms() {
        Instant second = Instant.parse("2026-11-22T22:16:59Z");

        assertEquals(second, moment("\"2026-11-22T22:16:59Z\""));
        assertEquals(second, moment("\"2026-11-23T00:16:59+02:00\""));
        assertEquals(second.plusNanos(117_000_001), moment("\"2026-11-22T22:16:59.117000001Z\""));
        assertEquals(second.plusMillis(117), moment("\"2026-11-22T22:16:59.117\\u005a\""));
    }

    @Test
    void tellsNothingWithoutATime() {
        assertNull(moment("null"));
        assertNull(moment("1764000000000"));
        assertNull(moment("\"\""));
        assertNull(moment("\"yesterday\""));
        assertNull(moment("\"2026-02-29T22:16:59.117Z\""));
        assertNull(moment("\"2026-11-22T24:16:59.117Z\""));
        assertNull(moment("\"2026-11-22T22:60:59.117Z\""));
        assertNull(moment("\"2026-11-22T22:16:60.117Z\""));
        assertNull(moment("\"2026-1x-22T22:16:59.117Z\""));
    }

    @Property
    void readsWhatJavaReads(@ForAll("times") String text) {
        assertEquals(javas(text), moment('"' + text + '"'));
    }

    @Provide
    Arbitrary<String> times() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9999),
                        Arbitraries.integers().between(0, 13),
                        Arbitraries.integers().between(0, 32),
                        Arbitraries.integers().between(0, 25),
                        Arbitraries.integers().between(0, 61),
                        Arbitraries.integers().between(0, 61),
                        Arbitraries.integers().between(0, 999))
                .as("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ"::formatted);
    }

    private static @Nullable Instant javas(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant moment(String json) {
        return Moment.read(Slice.of(json));
    }
}
