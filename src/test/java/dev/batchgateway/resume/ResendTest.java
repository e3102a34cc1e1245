package dev.batchgateway.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the headers say. */
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
    void timesAndBoundsAreNotNegative() {
        Duration minute = Duration.ofMinutes(1);
        assertThrows(IllegalArgumentException.class, () -> new ResumeConfig(minute.negated(), 1, minute));
        assertThrows(IllegalArgumentException.class, () -> new ResumeConfig(minute, -1, minute));
        assertThrows(IllegalArgumentException.class, () -> new ResumeConfig(minute.multipliedBy(2), 1, minute));
        assertFalse(new ResumeConfig(Duration.ZERO, 0, minute).isOn());
    }
}
