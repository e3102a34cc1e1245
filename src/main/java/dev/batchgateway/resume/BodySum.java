package dev.batchgateway.resume;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Makes a body sixteen times smaller before it is digested: SHA-256 over every byte was a tenth of what a record costs
 * where the processor's own instructions for it are out of reach, as they are for the native binary. A request pays for
 * it with the key, seventeen SHA-256 of 36 bytes, which is more than a body of a kilobyte would cost.
 *
 * <p>It is the hash NH of UMAC (Black, Halevi, Krawczyk, Krovetz, Rogaway: "UMAC: Fast and Secure Message
 * Authentication", CRYPTO '99), in its variant with signed words of 64 bits and twice, the second time with the key
 * shifted by a pair: two blocks that differ have the same sums with a probability of at most 2<sup>-126</sup>, as long as
 * who chooses them does not know the key. Who does can find blocks with the same sums at once. Confined to one thread.
 */
final class BodySum {
    /** In bytes. Twice as many would save little, and take a key twice as long to make for every request. */
    static final int BLOCK = 512;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PAIRS = BLOCK / (2 * Long.BYTES);
    private static final int KEY_WORDS = 2 * PAIRS + 2;

    private final MessageDigest digest;
    private final long[] key;
    /** What has not filled a block yet. */
    private final byte[] block = new byte[BLOCK];

    private final byte[] sums = new byte[4 * Long.BYTES];
    private int filled;
    private long length;

    /**
     * Begins one.
     *
     * @param digest where the sums go
     * @param seed what the key is made of, 32 bytes
     */
    BodySum(MessageDigest digest, byte[] seed) {
        this.digest = digest;
        this.key = key(seed);
    }

    /** More of the body: {@code count} of {@code bytes} from {@code from} on. */
    void add(byte[] bytes, int from, int count) {
        length += count;
        int to = from + count;
        int at = filled == 0 ? from : fill(bytes, from, to);
        for (; to - at >= BLOCK; at += BLOCK) {
            sum(bytes, at);
        }
        fill(bytes, at, to);
    }

    /** Digests what is left, behind it zeros up to a whole block, and how many bytes there were. */
    void end() {
        if (filled > 0) {
            Arrays.fill(block, filled, BLOCK, (byte) 0);
            sum(block, 0);
        }
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(length).flip());
    }

    /** Keeps as much as the block still takes; returns where that ends. */
    private int fill(byte[] bytes, int from, int to) {
        int more = Math.min(BLOCK - filled, to - from);
        System.arraycopy(bytes, from, block, filled, more);
        filled += more;
        if (filled == BLOCK) {
            sum(block, 0);
            filled = 0;
        }
        return from + more;
    }

    private void sum(byte[] bytes, int from) {
        long high = 0;
        long low = 0;
        long shiftedHigh = 0;
        long shiftedLow = 0;
        for (int i = 0, at = from; i < 2 * PAIRS; i += 2, at += 2 * Long.BYTES) {
            long first = (long) WORDS.get(bytes, at);
            long second = (long) WORDS.get(bytes, at + Long.BYTES);

            long a = first + key[i];
            long b = second + key[i + 1];
            long product = a * b;
            low += product;
            high += Math.multiplyHigh(a, b) + carry(low, product);

            long c = first + key[i + 2];
            long d = second + key[i + 3];
            long shifted = c * d;
            shiftedLow += shifted;
            shiftedHigh += Math.multiplyHigh(c, d) + carry(shiftedLow, shifted);
        }
        WORDS.set(sums, 0, high);
        WORDS.set(sums, Long.BYTES, low);
        WORDS.set(sums, 2 * Long.BYTES, shiftedHigh);
        WORDS.set(sums, 3 * Long.BYTES, shiftedLow);
        digest.update(sums);
    }

    /** What goes over into the upper half when {@code part} has been added, both without a sign. */
    private static long carry(long sum, long part) {
        return Long.compareUnsigned(sum, part) < 0 ? 1 : 0;
    }

    private static long[] key(byte[] seed) {
        MessageDigest source = Fingerprint.sha256();
        ByteBuffer counted = ByteBuffer.allocate(seed.length + Integer.BYTES).put(seed);
        long[] key = new long[KEY_WORDS];
        for (int done = 0; done < KEY_WORDS; ) {
            counted.putInt(seed.length, done);
            ByteBuffer part = ByteBuffer.wrap(source.digest(counted.array()));
            while (part.hasRemaining() && done < KEY_WORDS) {
                key[done++] = part.getLong();
            }
        }
        return key;
    }
}
