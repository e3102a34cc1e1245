package dev.batchgateway.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Ways to cut the same bytes into buffers: one byte each, two pieces, and pieces of random lengths, some of them empty.
 * Where they are cut follows from the bytes themselves, so that a found case stays one.
 */
public final class Pieces {
    private Pieces() {}

    /** For each way the lengths of its pieces, which add up to {@code bytes.length}. */
    public static List<int[]> of(byte[] bytes) {
        Random random = new Random(Arrays.hashCode(bytes));
        int[] ones = new int[bytes.length];
        Arrays.fill(ones, 1);
        int cut = random.nextInt(bytes.length + 1);
        return List.of(ones, new int[] {cut, bytes.length - cut}, random(bytes.length, random));
    }

    private static int[] random(int length, Random random) {
        int most = 1 + random.nextInt(40);
        List<Integer> lengths = new ArrayList<>();
        for (int left = length; left > 0; ) {
            int next = Math.min(left, random.nextInt(most + 1));
            lengths.add(next);
            left -= next;
        }
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }
}
