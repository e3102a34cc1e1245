package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One that is there must not stand for another that is not. */
class AlternativesTest {
    @Test
    void eachValueIsAskedForByItself() {
        assertEquals(
                List.of("calls{reply=\"not_reached\"}", "calls{reply=\"untrusted\"}"),
                Alternatives.of("calls{reply=~\"not_reached|untrusted\"}"));
    }

    @Test
    void eachValueIsAskedForWithEachOfAnotherLabel() {
        assertEquals(
                List.of(
                        "answers{status=\"503\",kind=\"a\",category=\"c\"}",
                        "answers{status=\"503\",kind=\"a\",category=\"d\"}",
                        "answers{status=\"503\",kind=\"b\",category=\"c\"}",
                        "answers{status=\"503\",kind=\"b\",category=\"d\"}"),
                Alternatives.of("answers{status=\"503\",kind=~\"a|b\",category=~\"c|d\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "inputs{outcome=\"unsent\"}", "inputs{outcome!=\"unsent\"}"})
    void whatHasNoAlternativesStaysAsItIs(String selector) {
        assertEquals(List.of(selector), Alternatives.of(selector));
    }
}
