package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
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

        long held = HeldMemory.bytes() - before;
        assertEquals(LINES, body.inputs());
        long counted = LINES * (2L + Inputs.OVERHEAD_BYTES);
        assertTrue(held <= counted, () -> held + " bytes are held and " + counted + " counted");
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
