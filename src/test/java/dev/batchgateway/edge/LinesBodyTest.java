package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.HeldMemory;
import org.junit.jupiter.api.Test;

/** What a body of lines takes in memory, and that it is what is counted. */
class LinesBodyTest {
    private static final int LINES = 200_000;

    /** A body of very little bytes once held more than a kilobyte for each of its lines. */
    @Test
    void linesThatAreNoInputsTakeNoMoreMemoryThanIsCounted() {
        feed(body(), "x\n", 1_000);
        long before = HeldMemory.bytes();
        LinesBody body = body();

        feed(body, "x\n", LINES);

        assertIsCounted(body, before);
    }

    /** Where its members are would take three times a line's bytes. */
    @Test
    void linesOfManyMembersTakeNoMoreMemoryThanIsCounted() {
        String line = "{" + "\"\":1,".repeat(31) + "\"\":1}\n";
        feed(body(), line, 1_000);
        long before = HeldMemory.bytes();
        LinesBody body = body();

        feed(body, line, LINES / 10);

        assertIsCounted(body, before);
    }

    @Test
    void linesOfNoMembersTakeNoMoreMemoryThanIsCounted() {
        feed(body(), "{}\n", 1_000);
        long before = HeldMemory.bytes();
        LinesBody body = body();

        feed(body, "{}\n", LINES);

        assertIsCounted(body, before);
    }

    private static void assertIsCounted(LinesBody body, long before) {
        long held = HeldMemory.bytes() - before;
        assertTrue(held <= body.held(), () -> held + " bytes are held and " + body.held() + " counted");
    }

    private static LinesBody body() {
        return new LinesBody(Envelope.none(Operation.OBJECT_UPSERT), Integer.MAX_VALUE, 1_000_000);
    }

    private static void feed(LinesBody body, String line, int lines) {
        Slice piece = Slice.of(line.repeat(1_000));
        for (int i = 0; i < lines; i += 1_000) {
            body.arrived(piece);
        }
    }
}
