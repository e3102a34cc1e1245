package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test
    void readsNumbersWithBlanksAround() {
        assertEquals(0, Digits.read("0", 9));
        assertEquals(190, Digits.read(" 190\t", 9));
        assertEquals(7, Digits.read("007", 3));
        assertEquals(999_999_999, Digits.read("999999999", 9));
        assertEquals(999_999_999_999_999_999L, Digits.read("999999999999999999", 18));
    }

    @Test
    void refusesWhatIsNoNumberOrTooLong() {
        assertEquals(-1, Digits.read(null, 9));
        assertEquals(-1, Digits.read("", 9));
        assertEquals(-1, Digits.read(" ", 9));
        assertEquals(-1, Digits.read("-1", 9));
        assertEquals(-1, Digits.read("+1", 9));
        assertEquals(-1, Digits.read("1.0", 9));
        assertEquals(-1, Digits.read("1 0", 9));
        assertEquals(-1, Digits.read("٣", 9));
        assertEquals(-1, Digits.read("1000000000", 9));
    }
}
