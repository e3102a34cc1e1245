package dev.batchgateway.testing;

import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.OutcomeSink;
import dev.batchgateway.dispatch.BatchResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers how each input ended, and in which order they did. */
public final class Recorded implements OutcomeSink {
    private final Map<Integer, Outcome> outcomes = new HashMap<>();
    private final List<Integer> order = new ArrayList<>();

    /** What the batch of {@code result} told; it was made with one of these. */
    public static Recorded of(BatchResult result) {
        return (Recorded) result.request().sink();
    }

    @Override
    public void settled(int position, Supplier<Input> input, Outcome outcome) {
        if (input.get().position() != position) {
            throw new AssertionError("The input of " + position + " is " + input.get());
        }
        if (outcomes.put(position, outcome) != null) {
            throw new AssertionError("Told twice: " + position);
        }
        order.add(position);
    }

    @Override
    public void follows(int position, Supplier<Input> input, int leader) {
        Outcome outcome = outcomes.get(leader);
        if (outcome == null) {
            throw new AssertionError("The leader " + leader + " of " + position + " was not told");
        }
        settled(position, input, outcome);
    }

    /** How the input at {@code position} ended; null while it is open. */
    public @Nullable Outcome get(int position) {
        return outcomes.get(position);
    }

    /** The positions in the order in which they ended. */
    public List<Integer> order() {
        return order;
    }
}
