package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.batchgateway.fuzz.Allocated;
import dev.batchgateway.fuzz.Pieces;
import dev.batchgateway.fuzz.ScannedLikeJackson;
import dev.batchgateway.fuzz.Seen;

/**
 * Any bytes as a caller's JSON body: the inputs Jackson sees, read for every operation, or a refusal at the byte where
 * it is due; the same however the bytes are cut into buffers.
 */
public final class BodyTarget {
    /** Segments and small objects, however short the body is. */
    private static final long FIXED_BYTES = 1 << 19;
    /** Ten operations read each input. */
    private static final long BYTES_PER_BYTE = 1_000;

    private BodyTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] body) {
        long most = FIXED_BYTES + BYTES_PER_BYTE * body.length;
        ReadBody read = Allocated.atMost(most, () -> ReadBody.whole(body));
        Seen seen = ScannedLikeJackson.check(body);
        if (seen == null) {
            assertFalse(read.isTaken());
        } else {
            ExpectedBody expected = new ExpectedBody(seen);
            assertEquals(expected.isTaken(), read.isTaken(), read::refusal);
            if (read.isTaken()) {
                expected.check(read);
            } else {
                assertEquals(expected.refusedAt(), read.byteOffset(), read::refusal);
            }
        }
        String shown = read.shown();
        for (int[] lengths : Pieces.of(body)) {
            int expected = lengths.length % 2 == 0 ? 0 : body.length;
            ReadBody pieces = Allocated.atMost(most, () -> ReadBody.inPieces(body, lengths, expected));
            assertEquals(shown, pieces.shown());
        }
    }
}
