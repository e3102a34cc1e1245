package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotConfigTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.hubapi.com, /crm/v3/objects/a/batch/read, https://api.hubapi.com/crm/v3/objects/a/batch/read",
        "https://api.hubapi.com/, /a, https://api.hubapi.com/a",
        "http://127.0.0.1:8089/mock, /a?b=c, http://127.0.0.1:8089/mock/a?b=c",
        "http://[::1]:8089/mock/, /a, http://[::1]:8089/mock/a",
        "https://h, /a?x=%41%2F%2e+b&y, https://h/a?x=%41%2F%2e+b&y",
        "https://h, /@evil.example/a, https://h/@evil.example/a",
    })
    void aRawPathIsPutBehindTheUrlAsItIs(URI url, String path, String expected) {
        HubSpotConfig config = new HubSpotConfig(url, Duration.ofSeconds(1), Duration.ofSeconds(1), 1);

        assertEquals(expected, config.resolve(path).toString());
        assertEquals(url.getHost(), config.resolve(path).getHost());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.hubapi.com",
                "ftp://api.hubapi.com",
                "https:///x",
                "/crm",
                "//api.hubapi.com",
                "https://user:wonderland@api.hubapi.com",
                "ftp://user:wonderland@api.hubapi.com",
                "https://api.hubapi.com?hapikey=wonderland",
                "https://api.hubapi.com/?",
                "https://api.hubapi.com/#top",
            })
    void anAddressNoCallCouldBeMadeToIsRefusedAndNotRepeated(String url) {
        Executable config = () -> new HubSpotConfig(URI.create(url), Duration.ofSeconds(1), Duration.ofSeconds(1), 1);

        String told = String.valueOf(
                assertThrows(IllegalArgumentException.class, config).getMessage());
        assertTrue(told.startsWith("gateway.hubspot.url must be http:// or https://, a host"), told);
        assertFalse(told.contains("wonderland"), told);
    }
}
