package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
    @Test
    void withoutAnyNothingIsAsked() {
        Preferences preferences = Preferences.of(List.of());

        assertEquals(new Preferences(false, false, null, ""), preferences);
    }

    @Test
    void allThreeAreReadFromOneHeaderOrMany() {
        Preferences expected =
                new Preferences(true, true, Duration.ofSeconds(30), "handling=strict, return=minimal, wait=30");

        assertEquals(expected, Preferences.of(List.of("handling=strict, return=minimal, wait=30")));
        assertEquals(expected, Preferences.of(List.of("handling=strict", "return=minimal", "wait=30")));
        assertEquals(expected, Preferences.of(List.of("HANDLING = \"Strict\" ,Return=MINIMAL;x=y", " wait=\"30\"")));
    }

    @Test
    void whatIsTheDefaultAnywayIsAppliedToo() {
        Preferences preferences = Preferences.of(List.of("handling=lenient, return=representation"));

        assertEquals(new Preferences(false, false, null, "handling=lenient, return=representation"), preferences);
    }

    @Test
    void ofOneGivenTwiceTheFirstCounts() {
        Preferences preferences = Preferences.of(List.of("wait=5, handling=lenient", "handling=strict, wait=9"));

        assertFalse(preferences.strict());
        assertEquals(Duration.ofSeconds(5), preferences.longest());
        assertEquals("wait=5, handling=lenient", preferences.applied());
    }

    @Test
    void waitMayBeZero() {
        assertEquals(Duration.ZERO, Preferences.of(List.of("wait=0")).longest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",;,",
                "respond-async",
                "wait",
                "wait=",
                "wait=-1",
                "wait=1.5",
                "wait=soon",
                "wait=1234567",
                "wait=٣",
                "handling=loose",
                "return=nothing",
                "strict",
                "=strict",
                "x=handling=strict"
            })
    void whatIsUnknownOrUnreadableIsNotApplied(String header) {
        assertEquals(new Preferences(false, false, null, ""), Preferences.of(List.of(header)));
    }

    @Test
    void anUnreadableOneDoesNotHideAReadableOne() {
        Preferences preferences = Preferences.of(List.of("wait=soon, wait=7, handling=?, handling=strict"));

        assertEquals(Duration.ofSeconds(7), preferences.longest());
        assertTrue(preferences.strict());
        assertNull(Preferences.of(List.of("handling=strict")).longest());
    }
}
