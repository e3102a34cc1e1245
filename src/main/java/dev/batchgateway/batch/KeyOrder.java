package dev.batchgateway.batch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps inputs with equal keys in the caller's order: one of them is on its way at a time, the others stand in line
 * behind it. So do the pages of one record's associations, whose results could not be told apart in one call. Holds
 * only the keys of inputs that have not settled.
 */
final class KeyOrder {
    /** Stands for a line in which nobody stands, as most do not: never changed. */
    private final Deque<Input> nobody = new ArrayDeque<>(0);

    private final Map<String, Deque<Input>> lines = new HashMap<>();

    /** Whether {@code input} may go now; otherwise it stands in line and comes back from {@link #settled}. */
    boolean mayGo(Input input) {
        String key = lineOf(input);
        if (key == null) {
            return true;
        }
        Deque<Input> line = lines.putIfAbsent(key, nobody);
        if (line == null) {
            return true;
        }
        if (line == nobody) {
            line = new ArrayDeque<>(2);
            lines.put(key, line);
        }
        line.add(input);
        return false;
    }

    /** {@code input} has settled: the one behind it, which may go now; null when there is none. */
    @Nullable
    Input settled(Input input) {
        String key = lineOf(input);
        Deque<Input> line = key == null ? null : lines.get(key);
        if (line == null) {
            return null;
        }
        Input next = line.poll();
        if (next == null) {
            lines.remove(key);
        }
        return next;
    }

    /** Those in line behind {@code input}, which has not settled. */
    Collection<Input> behind(Input input) {
        String key = lineOf(input);
        return key == null ? List.of() : lines.getOrDefault(key, nobody);
    }

    private static @Nullable String lineOf(Input input) {
        String key = input.key();
        return key == null ? null : Keys.withoutPage(key);
    }
}
