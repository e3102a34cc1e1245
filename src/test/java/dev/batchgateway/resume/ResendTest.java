package dev.batchgateway.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the headers say, and what makes two requests the same. */
class ResendTest {
    @Test
    void onlyACountAboveZeroIsAMark() {
        assertEquals(new Resend(null, false, false), Resend.of(null, null));
        assertEquals(new Resend(null, true, false), Resend.of(null, "0"));
        assertEquals(new Resend(null, true, true), Resend.of(null, " 2 "));
        assertEquals(new Resend(null, false, false), Resend.of(null, "many"));
        assertEquals(new Resend(null, false, false), Resend.of(null, "-1"));
        assertEquals(new Resend(null, false, false), Resend.of(null, "99999999999"));
    }

    @Test
    void aKeyIsOneToTwoHundredAndFiftyFiveVisibleCharacters() {
        assertTrue(Resend.isKey("\"8e03978e-40d5-43dd-bc93-6894a57f9324\""));
        assertTrue(Resend.isKey("k".repeat(Resend.LONGEST_KEY)));
        assertFalse(Resend.isKey("k".repeat(Resend.LONGEST_KEY + 1)));
        assertFalse(Resend.isKey("  "));
        assertFalse(Resend.isKey("key\u0001"));
        assertFalse(Resend.isKey("schlüssel"));
    }

    @Test
    void whoWhereAndWhatAllCount() {
        String print = print("Bearer a", "/p?q", "{}");

        assertEquals(print, print("Bearer a", "/p?q", "{}"));
        assertNotEquals(print, print("Bearer b", "/p?q", "{}"));
        assertNotEquals(print, print("Bearer a", "/p", "{}"));
        assertNotEquals(print, print("Bearer a", "/p?q", "{ }"));
        assertNotEquals(print("Bearer a", "bc", ""), print("Bearer ab", "c", ""));
        assertTrue(print.matches("[0-9a-f]{64}"), print);
    }

    @Test
    void aBodyInPiecesIsTheSameBody() {
        Fingerprint pieces = new Fingerprint("Bearer a", "/p");
        add(pieces, "{\"inp");
        add(pieces, "uts\":[]}");

        assertEquals(print("Bearer a", "/p", "{\"inputs\":[]}"), pieces.end());
    }

    @Test
    void timesAndBoundsAreNotNegative() {
        Duration minute = Duration.ofMinutes(1);
        assertThrows(IllegalArgumentException.class, () -> new ResumeConfig(minute.negated(), 1, minute));
        assertThrows(IllegalArgumentException.class, () -> new ResumeConfig(minute, -1, minute));
        assertThrows(IllegalArgumentException.class, () -> new ResumeConfig(minute.multipliedBy(2), 1, minute));
        assertFalse(new ResumeConfig(Duration.ZERO, 0, minute).isOn());
    }

    private static String print(String authorization, String target, String body) {
        Fingerprint print = new Fingerprint(authorization, target);
        add(print, body);
        return print.end();
    }

    private static void add(Fingerprint print, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        print.add(Arrays.copyOf(bytes, bytes.length + 3), bytes.length);
    }
}
