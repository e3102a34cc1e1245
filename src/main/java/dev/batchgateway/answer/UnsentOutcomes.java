package dev.batchgateway.answer;

import dev.batchgateway.batch.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How inputs ended that were not sent, mostly very many of them alike: each way has a number. */
final class UnsentOutcomes {
    private final List<Outcome> ways = new ArrayList<>();
    private @Nullable Outcome last;

    /** The number of {@code outcome}; the same as before when it is equal to the one before. */
    int numberOf(Outcome outcome) {
        if (!outcome.equals(last)) {
            last = outcome;
            ways.add(CompactOutcome.of(outcome));
        }
        return ways.size() - 1;
    }

    /** The outcome with that number. */
    Outcome at(long number) {
        return ways.get((int) number);
    }
}
