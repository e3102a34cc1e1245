package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.HeldMemory;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are put together in one place, again and again. */
class LineBytesTest {
    private static final int STREAMS = 300;

    private final LineBytes lines = new LineBytes();

    @Test
    void whatIsTakenIsWhatWasPut() {
        lines.put("{\"a\":").put("1}\n");
        assertEquals("{\"a\":1}\n", lines.take().toString());
        lines.put("{\"b\":2}\n");

        assertEquals("{\"b\":2}\n", lines.take().toString());
        assertEquals(0, lines.take().length());
    }

    @Test
    void whatWasTakenIsNotChangedByWhatComesNext() {
        for (int length : new int[] {10, 1_000, 60_000, 900_000, 50_000}) {
            String line = "x".repeat(length);
            Buffer first = lines.put(line).take();
            Buffer second = lines.put("y".repeat(length)).take();

            assertEquals(line, first.toString());
            assertEquals("y".repeat(length), second.toString());
        }
    }

    /** There may be hundreds of streams, each for hours. */
    @Test
    void nothingIsKeptOfWhatWasTaken() {
        List<LineBytes> streams = new ArrayList<>();
        long before = HeldMemory.bytes();
        for (int i = 0; i < STREAMS; i++) {
            LineBytes stream = new LineBytes();
            for (int length : new int[] {900_000, 60_000, 500}) {
                assertEquals(length, stream.put(new byte[length]).take().length());
            }
            streams.add(stream);
        }
        long held = HeldMemory.bytes() - before;

        assertEquals(STREAMS, streams.size());
        assertTrue(held < STREAMS * 1_000L, held + " bytes");
    }

    /** A piece may wait for its caller, and is counted with its length. */
    @Test
    void aPieceTakesUpLittleMoreThanItsLength() {
        List<Buffer> pieces = new ArrayList<>();
        long before = HeldMemory.bytes();
        for (int i = 0; i < STREAMS; i++) {
            for (int written = 0; written < 40_000; written += 500) {
                lines.put(new byte[500]);
            }
            pieces.add(lines.take());
            pieces.add(lines.put(new byte[3_000]).take());
        }
        long held = HeldMemory.bytes() - before;

        long length = pieces.stream().mapToLong(Buffer::length).sum();
        assertTrue(held < length * 4 / 3 + 1_000_000, held + " bytes for " + length);
    }
}
