package dev.batchgateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a run of plain bytes inside a string literal, eight bytes at a time: most of what the gateway reads
 * is property values, and it reads them several times.
 *
 * <p>The sums look at all eight bytes of a word at once: {@code (word ^ eight quotes) - eight ones} sets the highest
 * bit of a byte that is a quote, and so on. A borrow from one byte into the next can set a bit too many, but only
 * behind a byte that was found rightly, and the first one is the one that counts.
 */
final class PlainText {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;
    private static final long BLANKS = 0x2020202020202020L;
    private static final long QUOTES = 0x2222222222222222L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;

    private PlainText() {}

    /**
     * The index of the first byte from {@code from} on that is a quote, a backslash, a control character or not ASCII;
     * {@code limit} when there is none before it.
     */
    static int end(byte[] bytes, int from, int limit) {
        int at = from;
        while (at <= limit - 2 * Long.BYTES && (odd(bytes, at) | odd(bytes, at + Long.BYTES)) == 0) {
            at += 2 * Long.BYTES;
        }
        for (; at <= limit - Long.BYTES; at += Long.BYTES) {
            long found = odd(bytes, at);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < limit && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Of the eight bytes from {@code at} on the lowest one that is not plain has its highest bit set; 0 when all are. */
    private static long odd(byte[] bytes, int at) {
        long word = (long) WORDS.get(bytes, at);
        return (word | (word - BLANKS) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES)) & HIGHEST;
    }

    /** The index of the first quote or backslash from {@code from} on; {@code limit} when there is none before it. */
    static int quoteOrBackslash(byte[] bytes, int from, int limit) {
        int at = from;
        for (; at <= limit - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            // Bytes that are not ASCII have their highest bit set themselves, and are none of the two.
            long found = (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES)) & ~word & HIGHEST;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < limit && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** The index of the first {@code wanted}, which is ASCII, from {@code from} on; {@code limit} when there is none. */
    static int first(byte wanted, byte[] bytes, int from, int limit) {
        long pattern = wanted * ONES;
        int at = from;
        for (; at <= limit - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            long found = ((word ^ pattern) - ONES) & ~word & HIGHEST;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < limit && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
