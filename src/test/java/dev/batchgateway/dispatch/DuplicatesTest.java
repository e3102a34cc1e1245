package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.json.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    private static final InputReader READER =
            new InputReader(Operation.OBJECT_UPDATE, Envelope.none(Operation.OBJECT_UPDATE));

    private final Duplicates duplicates = new Duplicates();
    private final Input a = input(0, "A1");
    private final Input other = input(1, "b2");
    private final Input b = input(2, "a1");
    private final Input c = input(3, " a1 ");

    @Test
    void theFirstGoesAndEachOfTheOthersWaitsForTheOneBefore() {
        assertEquals(List.of(a, other), duplicates.apart(List.of(a, other, b, c), List.of("a1")));

        assertEquals(b, duplicates.behind(a));
        assertEquals(c, duplicates.behind(b));
        assertNull(duplicates.behind(c));
        assertNull(duplicates.behind(other));
    }

    @Test
    void theCallersOrderCountsAndNotTheCalls() {
        assertEquals(List.of(a, other), duplicates.apart(List.of(b, other, a), List.of("A1")));

        assertEquals(b, duplicates.behind(a));
    }

    @Test
    void namesThatFitNoTwoInputsTakeNoneOut() {
        assertEquals(List.of(a, other), duplicates.apart(List.of(a, other), List.of("a1", "77")));
    }

    @Test
    void whoHasWaitedWaitsNoMore() {
        assertEquals(List.of(a), duplicates.apart(List.of(a, b), List.of("a1")));
        assertEquals(b, duplicates.behind(a));

        assertNull(duplicates.behind(a));
    }

    private static Input input(int position, String id) {
        return READER.read(position, Slice.of("{\"id\":\"" + id + "\"}"));
    }
}
