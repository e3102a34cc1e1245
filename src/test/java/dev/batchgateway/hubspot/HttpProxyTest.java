package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {
    private static final URI HUBSPOT = URI.create("https://api.hubapi.com");

    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, proxy, 3128, , ",
        "proxy:3128, proxy, 3128, , ",
        "http://proxy, proxy, 80, , ",
        "http://me@proxy:1/, proxy, 1, me, ",
        "http://me:pass:word@proxy:1, proxy, 1, me, pass:word",
        "http://me:p%40ss@proxy:1, proxy, 1, me, p@ss",
        "http://[::1]:3128, ::1, 3128, , "
    })
    void readsAnAddressAsMostProgramsDo(String text, String host, int port, String user, String password) {
        assertEquals(Optional.of(new HttpProxy(host, port, user, password)), HttpProxy.of(HUBSPOT, text, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void withoutAnAddressThereIsNone(String text) {
        assertEquals(Optional.empty(), HttpProxy.of(HUBSPOT, text, ""));
    }

    @Test
    void aHubSpotWithoutTlsIsReachedWithout() {
        assertEquals(Optional.empty(), HttpProxy.of(URI.create("http://localhost:8089"), "http://proxy", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "api.hubapi.com, true",
        "API.hubapi.com, true",
        "hubapi.com, true",
        ".hubapi.com, true",
        "*.hubapi.com, true",
        "'localhost, hubapi.com', true",
        "*, true",
        "'', false",
        "api.com, false",
        "bapi.com, false",
        "'localhost,,', false"
    })
    void namesOfNoProxyStandForThemselvesAndWhatIsBelow(String noProxy, boolean isExcepted) {
        assertEquals(isExcepted, HttpProxy.of(HUBSPOT, "http://proxy", noProxy).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:s3cret@proxy:1",
                "http://me:s3cret@:1",
                "socks5://me:s3cret@proxy",
                "http://me:s3cret@pro xy"
            })
    void whatIsNoAddressIsRefusedWithoutSayingThePassword(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> HttpProxy.of(HUBSPOT, text, ""));

        assertFalse(String.valueOf(refused.getMessage()).contains("s3cret"));
    }

    @Test
    void isShownWithoutThePassword() {
        assertEquals(
                "proxy:1",
                HttpProxy.of(HUBSPOT, "http://me:s3cret@proxy:1", "")
                        .orElseThrow()
                        .toString());
    }
}
