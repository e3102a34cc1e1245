package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.dispatch.AccountName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"u=0|0", "u=7|7", "u=1, i|1", "i, u=5|5", "U=2|2", "u=4;x=1|4", " u=6 |6", "u=1, u=2|2"})
    void theUrgencyIsTheUOfThePriority(String header, int urgency) {
        assertEquals(urgency, Callers.urgency(List.of(header)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "u=8", "u=-1", "u=10", "u=x", "i", "v=1", "u = 1", "u=1.5"})
    void whatCannotBeReadIsTheUsualUrgency(String header) {
        assertEquals(3, Callers.urgency(List.of(header)));
    }

    @Test
    void severalHeadersAreOneListAndNoneIsUsual() {
        assertEquals(5, Callers.urgency(List.of("u=1", "u=5")));
        assertEquals(3, Callers.urgency(List.of()));
    }

    @Test
    void anAccountIsPortalAndApp() {
        assertEquals(Optional.of(new AccountName("4711", "sync.2_a-b")), AccountName.of("4711/sync.2_a-b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "4711", "4711/", "/sync", "a/b/c", "a b/c", "a/b\n", "ä/b", "a/\"b"})
    void whatIsNoAccountIsRefused(String name) {
        assertEquals(Optional.empty(), AccountName.of(name));
    }

    @Test
    void anAccountsPartsAreBounded() {
        assertEquals(Optional.empty(), AccountName.of("a".repeat(65) + "/b"));
        assertEquals(Optional.empty(), AccountName.of("a/" + "b".repeat(65)));
    }
}
