package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PositionsTest {
    @Property(tries = 300)
    void theyComeInTheOrderInWhichTheyWereAdded(@ForAll long seed) {
        Random random = new Random(seed);
        Positions positions = new Positions(random.nextInt(3));
        Deque<Integer> same = new ArrayDeque<>();
        int adds = 1 + random.nextInt(9);
        for (int i = 0; i < 500; i++) {
            if (same.isEmpty() || random.nextInt(10) < adds) {
                positions.add(i);
                same.add(i);
            } else {
                assertEquals(same.remove(), positions.remove());
            }
            assertEquals(same.isEmpty(), positions.isEmpty());
        }
        assertEquals(List.copyOf(same), positions.toList());
    }

    @Test
    void whereThereIsNoneNoneIsTaken() {
        assertThrows(IllegalStateException.class, () -> new Positions(0).remove());
    }
}
