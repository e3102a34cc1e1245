package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.dispatch.RateSignal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {
    @Test
    void readsHubSpotsHeaders() {
        Map<String, String> headers = Map.of(
                "X-HubSpot-RateLimit-Max", "190",
                "X-HubSpot-RateLimit-Remaining", " 188 ",
                "X-HubSpot-RateLimit-Interval-Milliseconds", "10000",
                "X-HubSpot-RateLimit-Daily", "1000000",
                "X-HubSpot-RateLimit-Daily-Remaining", "919952",
                "X-HubSpot-RateLimit-Secondly", "19");

        assertEquals(new RateSignal(190, 188, 10_000, 919_952), read(headers));
    }

    @Test
    void missingOnesAreMinusOne() {
        assertEquals(new RateSignal(-1, -1, -1, -1), read(Map.of()));
        assertEquals(RateSignal.SILENT, read(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-5", "1.5", "many", "0x10", "1,000", "99999999999999999999", "٣"})
    void oddOnesAreMinusOne(String value) {
        assertEquals(new RateSignal(-1, -1, -1, -1), RateHeaders.read(name -> value));
    }

    @Test
    void zeroIsAValue() {
        assertEquals(new RateSignal(0, 0, 0, 0), RateHeaders.read(name -> "0"));
    }

    private static RateSignal read(Map<String, String> headers) {
        @SuppressWarnings("NullAway") // It cannot see that the compiled method takes a function that may give null.
        RateSignal signal = RateHeaders.read(headers::get);
        return signal;
    }
}
