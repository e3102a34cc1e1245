package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {
    private final CharsetDecoder strict = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    @Test
    void agreesWithJavaOnEveryPairOfBytes() {
        for (int lead = 0x80; lead < 0x100; lead++) {
            for (int tail = 0; tail < 0x100; tail++) {
                assertAgreement((byte) lead, (byte) tail);
            }
        }
    }

    /** The borders of the ranges of table 3-7, in every place of three and four bytes. */
    @Test
    void agreesWithJavaOnLongerCharacters() {
        int[] leads = {0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
        int[] tails = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
        for (int lead : leads) {
            for (int second : tails) {
                for (int third : tails) {
                    assertAgreement((byte) lead, (byte) second, (byte) third);
                    for (int fourth : tails) {
                        assertAgreement((byte) lead, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    private void assertAgreement(byte... bytes) {
        assertEquals(isOneCharacterForJava(bytes), isOneCharacter(bytes), () -> Arrays.toString(bytes));
    }

    private static boolean isOneCharacter(byte... bytes) {
        Utf8Check check = new Utf8Check();
        if (!check.lead(bytes[0])) {
            return false;
        }
        for (int i = 1; i < bytes.length; i++) {
            if (check.isComplete() || !check.tail(bytes[i])) {
                return false;
            }
        }
        return check.isComplete();
    }

    private boolean isOneCharacterForJava(byte... bytes) {
        try {
            String text = strict.decode(ByteBuffer.wrap(bytes)).toString();
            return text.codePointCount(0, text.length()) == 1;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
