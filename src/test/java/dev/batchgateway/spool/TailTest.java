package dev.batchgateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class TailTest {
    private final Tail tail = new Tail(new Spares(2));

    @Test
    void smallBytesShareABlock() {
        tail.append(Buffer.buffer("ab"));
        tail.append(Buffer.buffer("cd"));

        assertEquals("abcd", tail.first().toString());
        assertEquals(4, tail.isWritten());
        assertEquals(4, tail.begin());
        assertEquals(0, tail.length());
    }

    @Test
    void whatComesWhileABlockIsWrittenGoesIntoTheNext() {
        tail.append(Buffer.buffer("ab"));
        Buffer first = tail.first();
        tail.append(Buffer.buffer("cd"));
        tail.append(Buffer.buffer("ef"));

        assertEquals("ab", first.toString());
        assertEquals(2, tail.isWritten());
        assertEquals("cdef", tail.first().toString());
    }

    @Test
    void largeBytesAreCutIntoBlocks() {
        tail.append(Buffer.buffer(new byte[2 * Tail.BLOCK + 1]));

        assertEquals(Tail.BLOCK, tail.first().length());
        assertEquals(Tail.BLOCK, tail.isWritten());
        assertEquals(Tail.BLOCK, tail.first().length());
        assertEquals(Tail.BLOCK, tail.isWritten());
        assertEquals(1, tail.first().length());
    }

    @Test
    void aCopyGoesOverTheEdgesOfBlocks() {
        byte[] bytes = new byte[3 * Tail.BLOCK];
        bytes[Tail.BLOCK - 1] = 1;
        bytes[Tail.BLOCK] = 2;
        bytes[2 * Tail.BLOCK] = 3;
        tail.append(Buffer.buffer(bytes));

        assertEquals(Buffer.buffer(new byte[] {1, 2}), copied(Tail.BLOCK - 1, Tail.BLOCK + 1));
        assertEquals(Buffer.buffer(new byte[] {3}), copied(2 * Tail.BLOCK, 2 * Tail.BLOCK + 1));
        assertEquals(Buffer.buffer(bytes), copied(0, bytes.length));
    }

    @Test
    void whatIsForgottenLeavesItsPlaces() {
        tail.append(Buffer.buffer("abc"));
        tail.first();
        tail.clear();
        tail.append(Buffer.buffer("de"));

        assertEquals(3, tail.begin());
        assertEquals(5, tail.end());
        assertEquals("de", tail.first().toString());
    }

    private Buffer copied(long from, long to) {
        Buffer copied = Buffer.buffer();
        tail.copy(from, to, copied);
        return copied;
    }
}
