package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A batch that is there as a whole, read from its beginning to its end. */
final class WholeBatch extends InputSource {
    private final Inputs inputs;
    private int next;

    WholeBatch(Inputs inputs) {
        this.inputs = inputs;
    }

    @Override
    boolean hasNow() {
        return next < inputs.size();
    }

    @Override
    int position() {
        return next;
    }

    @Override
    @Nullable
    Slice take() {
        int taken = next++;
        return inputs.refusal(taken) == null ? inputs.get(taken) : null;
    }

    @Override
    HubSpotError refusal() {
        return Objects.requireNonNull(inputs.refusal(next - 1));
    }

    @Override
    int left() {
        return inputs.size() - next;
    }

    @Override
    public boolean isEnded() {
        return true;
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public int count() {
        return inputs.size();
    }

    @Override
    public void onArrival(Runnable task) {
        // All of it is there.
    }

    @Override
    Askers askers(InputReader reader) {
        return new FirstAskers(inputs, reader);
    }

    @Override
    public Outcomes outcomes(InputReader reader, OutcomeSink sink) {
        return new KeptOutcomes(inputs, reader, sink);
    }
}
