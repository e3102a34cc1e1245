package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NumberCheckTest {
    /** RFC 8259, section 6. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private static final String BYTES = "0+-.e9E1";

    @Test
    void agreesWithTheGrammarOnEveryTextOfUpToSixBytes() {
        for (int length = 1; length <= 6; length++) {
            int texts = 1 << (3 * length);
            for (int text = 0; text < texts; text++) {
                StringBuilder number = new StringBuilder();
                for (int i = 0; i < length; i++) {
                    number.append(BYTES.charAt((text >> (3 * i)) & 7));
                }
                assertEquals(NUMBER.matcher(number).matches(), isNumber(number.toString()), number::toString);
            }
        }
    }

    @Test
    void takesNumbersOfAnyLength() {
        assertEquals(true, isNumber("9".repeat(10_000) + "." + "0".repeat(10_000) + "e" + "1".repeat(10_000)));
    }

    private static boolean isNumber(String text) {
        NumberCheck check = new NumberCheck();
        if (!check.start((byte) text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!NumberCheck.belongs((byte) text.charAt(i)) || !check.next((byte) text.charAt(i))) {
                return false;
            }
        }
        return check.isComplete();
    }
}
