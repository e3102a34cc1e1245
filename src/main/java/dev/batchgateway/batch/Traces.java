package dev.batchgateway.batch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code objectWriteTraceId}s of one call. HubSpot answers create, update and upsert per input only when every
 * input has one that is unique in the call (API-FACTS 3.3), so each that lacks one is given one; the caller's own is
 * kept when it is unique in the call, and replaced otherwise.
 */
public final class Traces {
    private static final String PREFIX = "gw";

    /** What was given to the input at each index; null where the caller's own stays, or none goes out. */
    private final @Nullable String[] given;
    /** The index of each trace id that goes out. */
    private final Map<String, Integer> indexes = new HashMap<>();

    private Traces(int size) {
        this.given = new String[size];
    }

    /** Trace ids for every input of {@code chunk}. */
    public static Traces forEveryInputOf(Chunk chunk) {
        List<Input> inputs = chunk.inputs();
        Traces traces = new Traces(inputs.size());
        Set<String> callers = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            String own = inputs.get(i).trace();
            if (own != null && !own.isEmpty() && callers.add(own)) {
                traces.indexes.put(own, i);
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            String own = inputs.get(i).trace();
            Integer owner = own == null ? null : traces.indexes.get(own);
            if (owner == null || owner != i) {
                String made = made(i, callers);
                traces.given[i] = made;
                traces.indexes.put(made, i);
            }
        }
        return traces;
    }

    /** No trace ids of ours; the caller's own are still known, where they are unique. */
    public static Traces callersOnly(Chunk chunk) {
        Traces traces = new Traces(chunk.size());
        Set<String> twice = new HashSet<>();
        for (int i = 0; i < chunk.size(); i++) {
            String own = chunk.inputs().get(i).trace();
            if (own != null && !own.isEmpty() && traces.indexes.putIfAbsent(own, i) != null) {
                twice.add(own);
            }
        }
        traces.indexes.keySet().removeAll(twice);
        return traces;
    }

    /** The trace id that takes the place of the caller's at {@code index}; null when nothing is changed there. */
    public @Nullable String given(int index) {
        return given[index];
    }

    /** Which input of the chunk has {@code trace}; -1 when none has. */
    public int indexOf(@Nullable String trace) {
        Integer index = trace == null ? null : indexes.get(trace);
        return index == null ? -1 : index;
    }

    private static String made(int index, Set<String> callers) {
        String made = PREFIX + index;
        while (callers.contains(made)) {
            made += "x";
        }
        return made;
    }

    @Override
    public String toString() {
        return Arrays.toString(given);
    }
}
