package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is given back of the memory that a body's inputs stand in, while their batch runs. */
class InputsTest {
    private static final int LENGTH = 1_100;
    private static final NoInput NONE = () -> {
        throw new AssertionError("Nobody asks why");
    };

    private final Inputs inputs = new Inputs();
    private final AtomicLong freed = new AtomicLong();

    @Test
    void anArrayIsFreeWhenTheLastOfItsInputsHasSucceeded() {
        addArrayOf(3);
        addArrayOf(1);
        inputs.giveBackTo(freed::addAndGet);

        inputs.succeeded(1);
        inputs.succeeded(0);
        assertEquals(0, freed.get());
        inputs.succeeded(3);
        assertEquals(LENGTH, freed.get());
        inputs.succeeded(2);
        assertEquals(4 * LENGTH, freed.get());
    }

    @Test
    void whatIsNoInputKeepsNoArrayAndIsNoneItself() {
        byte[] array = "{}{}".getBytes(StandardCharsets.US_ASCII);
        inputs.addRefused(NONE);
        inputs.add(Slice.of(array, 0, 2));
        inputs.addRefused(NONE);
        inputs.add(Slice.of(array, 2, 2));
        inputs.giveBackTo(freed::addAndGet);

        inputs.succeeded(1);
        inputs.succeeded(3);

        assertEquals(4, freed.get());
        assertEquals("{}", inputs.get(2).toString());
    }

    @Test
    void aForgottenInputIsNotReadAsIfItWereThere() {
        addArrayOf(2);
        inputs.giveBackTo(freed::addAndGet);
        inputs.succeeded(0);

        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> inputs.get(0));
        assertEquals("The input at 0 has succeeded and was forgotten", refusal.getMessage());
        assertEquals(LENGTH, inputs.get(1).length());
    }

    @Test
    void oneThatSucceedsTwiceGivesBackOnce() {
        addArrayOf(2);
        inputs.giveBackTo(freed::addAndGet);

        inputs.succeeded(0);
        inputs.succeeded(0);

        assertEquals(0, freed.get());
    }

    @Test
    void nothingIsForgottenWhereNobodyTakesTheMemory() {
        addArrayOf(1);
        inputs.succeeded(0);

        assertEquals(LENGTH, inputs.get(0).length());
    }

    /** To know the array of each would cost about as much as could be given back. */
    @Test
    void manySmallOnesWithArraysOfTheirOwnStay() {
        IntStream.range(0, 1_000).forEach(i -> inputs.add(Slice.of("{}")));
        inputs.giveBackTo(freed::addAndGet);
        IntStream.range(0, 1_000).forEach(inputs::succeeded);

        assertEquals(0, freed.get());
        assertEquals("{}", inputs.get(999).toString());
    }

    @Property(tries = 200)
    void whateverTheOrderAllBytesAreGivenBackOnceAndNoneTooEarly(
            @ForAll("arrays") List<Integer> arrays, @ForAll long seed) {
        Inputs batch = new Inputs();
        AtomicLong back = new AtomicLong();
        int[] arrayOf = new int[arrays.stream().mapToInt(Integer::intValue).sum()];
        int at = 0;
        for (int array = 0; array < arrays.size(); array++) {
            addArrayOf(batch, arrays.get(array));
            for (int i = 0; i < arrays.get(array); i++) {
                arrayOf[at++] = array;
            }
        }
        batch.giveBackTo(back::addAndGet);
        int[] left = arrays.stream().mapToInt(Integer::intValue).toArray();
        long expected = 0;
        for (int position : shuffled(arrayOf.length, seed)) {
            batch.succeeded(position);
            if (--left[arrayOf[position]] == 0) {
                expected += (long) LENGTH * arrays.get(arrayOf[position]);
            }
            assertEquals(expected, back.get());
        }
        assertEquals((long) LENGTH * arrayOf.length, back.get());
    }

    @Provide
    Arbitrary<List<Integer>> arrays() {
        return Arbitraries.integers().between(1, 20).list().ofMinSize(1).ofMaxSize(30);
    }

    private static List<Integer> shuffled(int count, long seed) {
        List<Integer> positions =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(positions, new Random(seed));
        return positions;
    }

    private void addArrayOf(int count) {
        addArrayOf(inputs, count);
    }

    private static void addArrayOf(Inputs inputs, int count) {
        byte[] array = new byte[count * LENGTH];
        for (int i = 0; i < count; i++) {
            inputs.add(Slice.of(array, i * LENGTH, LENGTH));
        }
    }
}
