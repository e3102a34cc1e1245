package dev.batchgateway.match;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Keys;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Step d of DESIGN section 4: a new record belongs to the only unmatched input whose sent values all agree with it.
 * HubSpot may have normalised them, so they are compared loosely; a property the result does not show proves nothing
 * either way, but at least one value must be seen to agree.
 *
 * <p>Others are ruled out only by a property that both sent. Wrong: input a sent {@code lifecyclestage=lead} and
 * failed, input b sent a telephone number, which HubSpot rewrote; b's record shows {@code lead}, its default, so that
 * a alone seems to agree. Right: nothing that a sent speaks against b, so the record is left over.
 */
final class CreateValues {
    /**
     * Values of all inputs that are compared; where there are more, none is paired by them. A hundred inputs of 250
     * properties have so many; each takes some 140 bytes here, however short it is.
     */
    private static final int MOST_VALUES = 25_000;

    private CreateValues() {}

    /** Pairs what can be paired; answers the results that could not. */
    static List<Slice> pair(Chunk chunk, List<Slice> results, Pairing pairing) {
        Map<Integer, Map<String, String>> sent = new TreeMap<>();
        int count = 0;
        for (int index : pairing.open()) {
            Map<String, String> texts =
                    ResultFields.of(chunk.inputs().get(index).bytes()).texts(MOST_VALUES);
            count += texts.size();
            if (count > MOST_VALUES) {
                return results;
            }
            sent.put(index, texts);
        }
        List<List<Integer>> owners = new ArrayList<>();
        Map<Integer, Integer> claims = new HashMap<>();
        for (Slice result : results) {
            Map<String, String> shown = ResultFields.of(result).texts(Integer.MAX_VALUE - 1);
            List<Integer> agreeing = new ArrayList<>(1);
            sent.forEach((index, values) -> {
                if (agrees(values, shown)) {
                    agreeing.add(index);
                }
            });
            agreeing.forEach(index -> claims.merge(index, 1, Integer::sum));
            owners.add(agreeing.size() == 1 && areOthersRuledOut(agreeing.get(0), sent, shown) ? agreeing : List.of());
        }
        List<Slice> left = new ArrayList<>();
        for (int r = 0; r < results.size(); r++) {
            List<Integer> owner = owners.get(r);
            if (!owner.isEmpty() && claims.getOrDefault(owner.get(0), 0) == 1) {
                pairing.confirm(owner.get(0), results.get(r));
            } else {
                left.add(results.get(r));
            }
        }
        return left;
    }

    private static boolean agrees(Map<String, String> sent, Map<String, String> shown) {
        boolean anySeen = false;
        for (Map.Entry<String, String> value : sent.entrySet()) {
            String there = shown.get(value.getKey());
            if (there != null) {
                if (!isLike(there, value.getValue())) {
                    return false;
                }
                anySeen = true;
            }
        }
        return anySeen;
    }

    private static boolean areOthersRuledOut(
            int owner, Map<Integer, Map<String, String>> sent, Map<String, String> shown) {
        Map<String, String> own = sent.getOrDefault(owner, Map.of());
        return sent.entrySet().stream()
                .allMatch(other -> other.getKey() == owner
                        || own.keySet().stream().anyMatch(name -> differ(name, other.getValue(), shown)));
    }

    private static boolean differ(String name, Map<String, String> sent, Map<String, String> shown) {
        String value = sent.get(name);
        String there = shown.get(name);
        return value != null && there != null && !isLike(there, value);
    }

    private static boolean isLike(String one, @Nullable String other) {
        return one.equals(other) || (other != null && Keys.loose(one).equals(Keys.loose(other)));
    }
}
