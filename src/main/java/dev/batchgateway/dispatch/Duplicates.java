package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inputs that HubSpot calls duplicates although their keys differ to us (by case, say): each waits until the one
 * before it has settled. Confined to its batch's thread.
 */
final class Duplicates {
    private final Map<Integer, Input> waiting = new HashMap<>();

    /**
     * Takes all but the first of each set of duplicates out of {@code inputs}.
     *
     * @param ids what HubSpot said is there twice
     * @return those that may go together now
     */
    List<Input> apart(List<Input> inputs, List<String> ids) {
        Set<String> twice = new HashSet<>();
        ids.forEach(id -> twice.add(Keys.loose(id)));
        List<Input> inOrder = new ArrayList<>(inputs);
        inOrder.sort(Comparator.comparingInt(Input::position));
        Map<String, Input> last = new HashMap<>();
        List<Input> together = new ArrayList<>();
        for (Input input : inOrder) {
            String id = input.id() == null ? "" : Keys.loose(input.id());
            Input before = twice.contains(id) ? last.put(id, input) : null;
            if (before == null) {
                together.add(input);
            } else {
                waiting.put(before.position(), input);
            }
        }
        return together;
    }

    /** The input that waited for {@code input}, which has settled; null when there is none. */
    @Nullable
    Input behind(Input input) {
        return waiting.isEmpty() ? null : waiting.remove(input.position());
    }
}
