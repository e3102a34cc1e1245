package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    @Test
    void aBodyIsJsonUnlessItSaysOtherwise() {
        assertFalse(MediaTypes.isLines(null));
        assertFalse(MediaTypes.isLines("application/json; charset=UTF-8"));
        assertTrue(MediaTypes.isLines("Application/X-NDJSON"));
        assertTrue(MediaTypes.isLines("application/x-ndjson;charset=\"utf8\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=latin1", ""})
    void otherTypesAreRefused(String type) {
        assertEquals(
                415, assertThrows(Refusal.class, () -> MediaTypes.isLines(type)).status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-ndjson|true",
                "application/x-ndjson, application/json;q=0.9|true",
                "application/json, application/x-ndjson|true",
                "application/json;q=0.9, application/x-ndjson;q=0.8|false",
                "application/x-ndjson;q=0|false",
                "application/json|false",
                "*/*|false",
                "application/*|false"
            })
    void linesGoToWhoNamesThem(String accept, boolean wanted) {
        assertEquals(wanted, MediaTypes.wantsLines(List.of(accept)));
    }

    @Test
    void whoSaysNothingGetsJson() {
        assertFalse(MediaTypes.wantsLines(List.of()));
        assertTrue(MediaTypes.wantsLines(List.of("text/html", "application/x-ndjson")));
    }
}
