package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import org.jspecify.annotations.Nullable;

/** A batch that is there as a whole, read from its beginning to its end. */
final class WholeBatch extends WholeSource {
    private int next;

    WholeBatch(Inputs inputs) {
        super(inputs);
    }

    @Override
    boolean hasNow() {
        return next < inputs().size();
    }

    @Override
    int position() {
        return next;
    }

    @Override
    @Nullable
    Slice take() {
        int taken = next++;
        return inputs().refusal(taken) == null ? inputs().get(taken) : null;
    }

    @Override
    HubSpotError refusal() {
        return inputs().why(next - 1).error();
    }

    @Override
    int left() {
        return inputs().size() - next;
    }

    @Override
    public int count() {
        return inputs().size();
    }

    @Override
    public Outcomes outcomes(InputReader reader, OutcomeSink sink) {
        return new KeptOutcomes(inputs(), reader, sink);
    }
}
