package dev.batchgateway.match;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Keys;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Step d of DESIGN section 4: a new record belongs to the only unmatched input whose sent values all agree with it.
 * HubSpot may have normalised them, so they are compared loosely; a property the result does not show proves nothing
 * either way, but at least one value must be seen to agree.
 */
final class CreateValues {
    private CreateValues() {}

    /** Pairs what can be paired; answers the results that could not. */
    static List<Slice> pair(Chunk chunk, List<Slice> results, Pairing pairing) {
        Map<Integer, Map<String, String>> sent = new HashMap<>();
        for (int index : pairing.open()) {
            sent.put(index, sentBy(chunk.inputs().get(index).bytes()));
        }
        Map<Integer, List<Integer>> candidates = new HashMap<>();
        for (int r = 0; r < results.size(); r++) {
            candidates.put(r, candidates(results.get(r), sent));
        }
        List<Slice> left = new ArrayList<>();
        Map<Integer, Integer> claims = new HashMap<>();
        candidates.values().forEach(c -> c.forEach(i -> claims.merge(i, 1, Integer::sum)));
        for (int r = 0; r < results.size(); r++) {
            List<Integer> possible = candidates.getOrDefault(r, List.of());
            if (possible.size() == 1 && claims.getOrDefault(possible.get(0), 0) == 1) {
                pairing.confirm(possible.get(0), results.get(r));
            } else {
                left.add(results.get(r));
            }
        }
        return left;
    }

    private static List<Integer> candidates(Slice result, Map<Integer, Map<String, String>> sent) {
        Map<String, String> shown =
                ResultFields.texts(ResultFields.ofObject(result).properties());
        List<Integer> candidates = new ArrayList<>(1);
        sent.forEach((index, values) -> {
            if (agrees(values, shown)) {
                candidates.add(index);
            }
        });
        return candidates;
    }

    private static boolean agrees(Map<String, String> sent, Map<String, String> shown) {
        boolean anySeen = false;
        for (Map.Entry<String, String> value : sent.entrySet()) {
            String there = shown.get(value.getKey());
            if (there != null) {
                if (!there.equals(value.getValue()) && !Keys.loose(there).equals(Keys.loose(value.getValue()))) {
                    return false;
                }
                anySeen = true;
            }
        }
        return anySeen;
    }

    private static Map<String, String> sentBy(Slice input) {
        Slice properties = null;
        for (Members member = Members.of(input); member.next(); ) {
            if (member.is("properties")) {
                properties = member.value();
            }
        }
        return ResultFields.texts(properties);
    }
}
