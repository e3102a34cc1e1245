package dev.batchgateway.match;

import dev.batchgateway.batch.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds inputs by a text, first to the letter, then as HubSpot may have normalised it (trimmed, lower case). The loose
 * form finds an input only if it is the only one.
 */
final class Index {
    private final Map<String, List<Integer>> exact = new HashMap<>();
    private final Map<String, List<Integer>> loose = new HashMap<>();

    void add(String text, int index) {
        exact.computeIfAbsent(text, t -> new ArrayList<>(1)).add(index);
        loose.computeIfAbsent(Keys.loose(text), t -> new ArrayList<>(1)).add(index);
    }

    /** The inputs of {@code text}; empty when there are none, or when it is not clear which. */
    List<Integer> find(String text) {
        List<Integer> found = exact.get(text);
        if (found != null) {
            return found;
        }
        List<Integer> like = loose.getOrDefault(Keys.loose(text), List.of());
        return like.size() == 1 ? like : List.of();
    }
}
