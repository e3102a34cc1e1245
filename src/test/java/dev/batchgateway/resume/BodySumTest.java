package dev.batchgateway.resume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sums beside the definition of NH, in numbers of any size. */
class BodySumTest {
    private static final int BLOCK = BodySum.BLOCK;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);
    private static final byte[] SEED = Fingerprint.sha256().digest();

    @Test
    void everyLengthAroundABlockHasTheSumsOfTheDefinition() {
        for (int length = 0; length <= 2 * BLOCK + 1; length++) {
            byte[] body = random(length);
            assertArrayEquals(defined(SEED, body), sum(SEED, body, length + 1), "of " + length + " bytes");
        }
    }

    @Test
    void anySplitOfABodyHasTheSameSums() {
        byte[] body = random(5 * BLOCK + 17);
        byte[] whole = defined(SEED, body);
        for (int part = 1; part < 2 * BLOCK; part++) {
            assertArrayEquals(whole, sum(SEED, body, part), "in parts of " + part);
        }
    }

    @Test
    void theLargestAndTheSmallestWordsHaveTheSumsOfTheDefinition() {
        for (int value : new int[] {0x00, 0x7F, 0x80, 0xFF}) {
            byte[] body = new byte[3 * BLOCK];
            Arrays.fill(body, (byte) value);
            assertArrayEquals(defined(SEED, body), sum(SEED, body, body.length));
        }
    }

    @Test
    void everyBitCounts() {
        byte[] body = new byte[BLOCK + 20];
        Set<String> sums = new HashSet<>();
        sums.add(hex(body));
        for (int bit = 0; bit < 8 * body.length; bit++) {
            body[bit / 8] ^= (byte) (1 << (bit % 8));
            sums.add(hex(body));
            body[bit / 8] ^= (byte) (1 << (bit % 8));
        }

        assertEquals(8 * body.length + 1, sums.size());
    }

    @Test
    void zerosAtTheEndCountAlthoughABlockIsFilledWithThem() {
        Set<String> sums = new HashSet<>();
        for (int length = 0; length <= 2 * BLOCK; length++) {
            sums.add(hex(new byte[length]));
        }

        assertEquals(2 * BLOCK + 1, sums.size());
    }

    @Test
    void wordsPairsAndBlocksInAnotherOrderAreAnotherBody() {
        byte[] body = random(2 * BLOCK);
        Set<String> sums = new HashSet<>();
        sums.add(hex(body));
        sums.add(hex(exchanged(body, 0, 8, 8)));
        sums.add(hex(exchanged(body, 0, 16, 16)));
        sums.add(hex(exchanged(body, 0, BLOCK, BLOCK)));

        assertEquals(4, sums.size());
    }

    @Test
    void anotherSeedHasOtherSums() {
        byte[] body = random(BLOCK);
        byte[] other = Fingerprint.sha256().digest(SEED);

        assertEquals(
                2,
                Set.of(hex(body), HexFormat.of().formatHex(sum(other, body, BLOCK)))
                        .size());
    }

    private static String hex(byte[] body) {
        return HexFormat.of().formatHex(sum(SEED, body, body.length));
    }

    private static byte[] sum(byte[] seed, byte[] body, int part) {
        MessageDigest digest = Fingerprint.sha256();
        BodySum sum = new BodySum(digest, seed);
        for (int from = 0; from < body.length; from += part) {
            sum.add(body, from, Math.min(body.length - from, part));
        }
        sum.end();
        return digest.digest();
    }

    /** What {@link BodySum} digests, word by word as its source defines it. */
    private static byte[] defined(byte[] seed, byte[] body) {
        long[] key = key(seed, BLOCK / 8 + 2);
        MessageDigest digest = Fingerprint.sha256();
        for (int from = 0; from < body.length; from += BLOCK) {
            ByteBuffer block = ByteBuffer.wrap(
                            Arrays.copyOf(Arrays.copyOfRange(body, from, Math.min(body.length, from + BLOCK)), BLOCK))
                    .order(ByteOrder.LITTLE_ENDIAN);
            digest.update(sum(block, key, 0));
            digest.update(sum(block, key, 2));
        }
        digest.update(ByteBuffer.allocate(8).putLong(body.length).array());
        return digest.digest();
    }

    private static byte[] sum(ByteBuffer block, long[] key, int shift) {
        BigInteger sum = BigInteger.ZERO;
        for (int word = 0; word < BLOCK / 8; word += 2) {
            BigInteger first = BigInteger.valueOf(block.getLong(8 * word) + key[word + shift]);
            BigInteger second = BigInteger.valueOf(block.getLong(8 * word + 8) + key[word + shift + 1]);
            sum = sum.add(first.multiply(second));
        }
        BigInteger positive = sum.mod(MODULUS);
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(positive.shiftRight(64).longValue())
                .putLong(positive.longValue())
                .array();
    }

    /** SHA-256 of the seed and a number, as often as it takes. */
    private static long[] key(byte[] seed, int words) {
        ByteBuffer key = ByteBuffer.allocate(8 * words + 32);
        for (int word = 0; word < words; word += 4) {
            key.put(Fingerprint.sha256()
                    .digest(ByteBuffer.allocate(36).put(seed).putInt(word).array()));
        }
        long[] numbers = new long[words];
        key.flip().asLongBuffer().get(numbers);
        return numbers;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] exchanged(byte[] body, int one, int other, int length) {
        byte[] exchanged = body.clone();
        System.arraycopy(body, one, exchanged, other, length);
        System.arraycopy(body, other, exchanged, one, length);
        return exchanged;
    }
}
