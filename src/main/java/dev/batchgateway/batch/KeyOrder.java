package dev.batchgateway.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps inputs with equal keys in the caller's order: one of them is on its way at a time, the others stand in line
 * behind it. So do the pages of one record's associations, whose results could not be told apart in one call. Holds
 * only the keys of inputs that have not settled, and of those that stand in line the positions: all the inputs of a
 * batch may have one key.
 */
final class KeyOrder {
    /** Stands for a line in which nobody stands, as most do not: never changed. */
    private final Positions nobody = new Positions(0);

    private final Map<String, Positions> lines = new HashMap<>();
    private final boolean hasPages;

    /** @param hasPages whether keys may name a page */
    KeyOrder(boolean hasPages) {
        this.hasPages = hasPages;
    }

    /** Whether {@code input} may go now; otherwise it stands in line and comes back from {@link #settled}. */
    boolean mayGo(Input input) {
        String key = lineOf(input);
        if (key == null) {
            return true;
        }
        Positions line = lines.putIfAbsent(key, nobody);
        if (line == null) {
            return true;
        }
        if (line == nobody) {
            line = new Positions(2);
            lines.put(key, line);
        }
        line.add(input.position());
        return false;
    }

    /** {@code input} has settled: the position of the one behind it, which may go now; null when there is none. */
    @Nullable
    Integer settled(Input input) {
        String key = lineOf(input);
        // Mostly nobody stands in line, and then it is looked for once only.
        Positions line = key == null ? null : lines.remove(key);
        if (line == null || line.isEmpty()) {
            return null;
        }
        lines.put(key, line);
        return line.remove();
    }

    /** The positions of those in line behind {@code input}, which has not settled. */
    List<Integer> behind(Input input) {
        String key = lineOf(input);
        return key == null ? List.of() : lines.getOrDefault(key, nobody).toList();
    }

    private @Nullable String lineOf(Input input) {
        String key = input.key();
        return key == null || !hasPages ? key : Keys.withoutPage(key);
    }
}
