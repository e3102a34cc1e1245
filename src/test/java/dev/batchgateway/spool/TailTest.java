package dev.batchgateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TailTest {
    private final Spares spares = new Spares(2);
    private final Tail tail = new Tail(spares);

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

    @Test
    void aBlockThatIsWrittenIsAnothersAndShowsNothingOfBefore() {
        Tail other = new Tail(spares);
        tail.append(filled(Tail.BLOCK, 7));
        Buffer first = tail.first();
        tail.isWritten();

        other.append(filled(Tail.BLOCK - 1, 8));

        assertEquals(8, first.getByte(0), "its memory is used again");
        assertEquals(filled(Tail.BLOCK - 1, 8), other.first());
        Buffer read = Buffer.buffer();
        other.copy(0, Tail.BLOCK - 1, read);
        assertEquals(filled(Tail.BLOCK - 1, 8), read);
    }

    @Test
    void aBlockThatIsForgottenWhileItIsWrittenIsNobodysElse() {
        Tail other = new Tail(spares);
        tail.append(filled(Tail.BLOCK, 7));
        Buffer first = tail.first();
        tail.clear();

        other.append(filled(Tail.BLOCK, 8));
        tail.append(filled(Tail.BLOCK, 9));

        assertEquals(filled(Tail.BLOCK, 7), first);
    }

    @Test
    void noMoreBlocksAreKeptThanThereIsRoomFor() {
        byte[] one = new byte[Tail.BLOCK];
        byte[] two = new byte[Tail.BLOCK];
        spares.give(one);
        spares.give(new byte[Tail.BLOCK - 1]);
        spares.give(two);
        spares.give(new byte[Tail.BLOCK]);

        assertSame(one, spares.take());
        assertSame(two, spares.take());
        assertEquals(Tail.BLOCK, spares.take().length);
    }

    private static Buffer filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Buffer.buffer(bytes);
    }

    private Buffer copied(long from, long to) {
        Buffer copied = Buffer.buffer();
        tail.copy(from, to, copied);
        return copied;
    }
}
