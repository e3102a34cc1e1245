package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.batchgateway.testing.Calls;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
    private final Chunk chunk = Calls.chunk(Operation.OBJECT_CREATE, "{}", "{ }", "{}", "{}", "{}");

    @Test
    void isNeverEmpty() {
        assertThrows(IllegalArgumentException.class, () -> new Chunk(List.of()));
    }

    @Test
    void comesApartWithoutLoss() {
        assertEquals(List.of(2, 3), chunk.halves().stream().map(Chunk::size).toList());
        assertEquals(
                List.of(2, 2, 1), chunk.ofAtMost(2).stream().map(Chunk::size).toList());
        assertEquals(
                chunk.inputs(),
                chunk.ofAtMost(2).stream().flatMap(c -> c.inputs().stream()).toList());
        assertEquals(
                chunk.inputs(),
                chunk.halves().stream().flatMap(c -> c.inputs().stream()).toList());
    }

    @Test
    void knowsItsBytes() {
        assertEquals(11, chunk.bytes());
    }
}
