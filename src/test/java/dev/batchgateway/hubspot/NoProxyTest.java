package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
    @ParameterizedTest
    @CsvSource({
        "hubspot.internal:8443, https://hubspot.internal:8443, true",
        "hubspot.internal:8443, https://HubSpot.internal:8443, true",
        "hubspot.internal:8443, https://eu.hubspot.internal:8443, true",
        ".internal:8443, https://hubspot.internal:8443, true",
        "*.internal:8443, https://hubspot.internal:8443, true",
        "hubspot.internal:8443, https://hubspot.internal, false",
        "hubspot.internal:8443, https://hubspot.internal:443, false",
        "hubspot.internal:443, https://hubspot.internal, true",
        "api.hubapi.com:443, https://api.hubapi.com, true",
        "hubspot.internal, https://hubspot.internal:8443, true",
        "hubspot.internal:, https://hubspot.internal, false",
        ":8443, https://hubspot.internal:8443, false",
        "hubspot.internal:https, https://hubspot.internal, false",
    })
    void aPortIsPartOfTheEntry(String list, String target, boolean isExcepted) {
        assertExcepted(isExcepted, list, target);
    }

    @ParameterizedTest
    @CsvSource({
        "::1, https://[::1]:8443, true",
        "[::1], https://[::1]:8443, true",
        "[::1]:8443, https://[::1]:8443, true",
        "[::1]:8443, https://[::1], false",
        "0:0:0:0:0:0:0:1, https://[::1], true",
        "[FD00::A], https://[fd00:0::a], true",
        "::1, https://[::2], false",
        "10.0.0.7, https://10.0.0.7, true",
        "10.0.0.7:8443, https://10.0.0.7:8443, true",
        "10.0.0.7:8443, https://10.0.0.7, false",
        "::ffff:10.0.0.7, https://10.0.0.7, true",
        "0.0.7, https://10.0.0.7, false",
        "7, https://10.0.0.7, false",
        "10.0.0.7, https://api.hubapi.com, false",
    })
    void anAddressIsItselfAlone(String list, String target, boolean isExcepted) {
        assertExcepted(isExcepted, list, target);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, https://10.1.2.3, true",
        "10.0.0.0/8, https://10.1.2.3:8443, true",
        "10.9.9.9/8, https://10.1.2.3, true",
        "10.0.0.0/8, https://11.0.0.1, false",
        "192.168.128.0/17, https://192.168.129.1, true",
        "192.168.128.0/17, https://192.168.127.1, false",
        "10.0.0.7/32, https://10.0.0.7, true",
        "10.0.0.7/32, https://10.0.0.6, false",
        "0.0.0.0/0, https://10.0.0.7, true",
        "0.0.0.0/0, https://[::1], false",
        "fd00::/8, https://[fd12::1], true",
        "fd00::/8, https://[fe80::1], false",
        "[fd00::]/8, https://[fd12::1], true",
        "::/0, https://10.0.0.7, false",
        "10.0.0.0/33, https://10.0.0.0, false",
        "10.0.0.0/, https://10.0.0.0, false",
        "10.0.0.0/8, https://api.hubapi.com, false",
        "hubapi.com/8, https://api.hubapi.com, false",
    })
    void aRangeIsAllAddressesInIt(String list, String target, boolean isExcepted) {
        assertExcepted(isExcepted, list, target);
    }

    @ParameterizedTest
    @CsvSource({
        "'localhost,10.0.0.0/8,hubapi.com', https://api.hubapi.com, true",
        "'localhost hubapi.com', https://api.hubapi.com, true",
        "'localhost , *', https://api.hubapi.com, true",
        "' , ,', https://api.hubapi.com, false",
        "'.', https://api.hubapi.com, false",
        "hubapi.com., https://api.hubapi.com, true",
        "hubapi.com, https://api.hubapi.com., true",
        "*hubapi.com, https://api.hubapi.com, false",
    })
    void entriesArePartedByCommasOrBlanks(String list, String target, boolean isExcepted) {
        assertExcepted(isExcepted, list, target);
    }

    private static void assertExcepted(boolean isExcepted, String list, String target) {
        assertEquals(isExcepted, NoProxy.excepts(list, URI.create(target)));
    }
}
