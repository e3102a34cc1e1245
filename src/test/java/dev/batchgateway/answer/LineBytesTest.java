package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Lines are put together in one place, again and again. */
class LineBytesTest {
    private final LineBytes lines = new LineBytes();

    @Test
    void whatIsTakenIsWhatWasPut() {
        lines.put("{\"a\":").put("1}\n");
        assertEquals("{\"a\":1}\n", lines.take().toString());
        lines.put("{\"b\":2}\n");

        assertEquals("{\"b\":2}\n", lines.take().toString());
        assertEquals(0, lines.take().length());
    }

    /** A stream may last for hours, with a megabyte for a line it had once. */
    @Test
    void whatALongLineTookIsGivenBackWithIt() {
        byte[] line = new byte[900_000];

        lines.put(line);
        assertEquals(line.length, lines.take().length());

        assertTrue(lines.kept() <= LineBytes.MOST_KEPT, () -> lines.kept() + " bytes");
    }

    @Test
    void whatUsualLinesTakeIsKeptForTheNext() {
        for (int piece = 0; piece < 3; piece++) {
            while (lines.length() < 64 * 1024) {
                lines.put("x".repeat(500));
            }
            int before = lines.kept();
            assertTrue(lines.take().length() >= 64 * 1024);
            assertEquals(before, lines.kept());
        }
    }
}
