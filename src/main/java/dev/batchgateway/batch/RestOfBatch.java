package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What an earlier run of a whole batch has left, read from its beginning to its end; the rest stays as it ended. */
final class RestOfBatch extends WholeSource {
    private final Outcomes earlier;
    private final BitSet open;
    private int next;
    private int left;

    RestOfBatch(Inputs inputs, Outcomes earlier, BitSet open) {
        super(inputs);
        this.earlier = earlier;
        this.open = open;
        this.next = open.nextSetBit(0);
        this.left = open.cardinality();
    }

    @Override
    boolean hasNow() {
        return left > 0;
    }

    @Override
    int position() {
        return next;
    }

    /** What is no input was rejected by the earlier run. */
    @Override
    @Nullable
    Slice take() {
        int taken = next;
        next = open.nextSetBit(taken + 1);
        left--;
        return inputs().get(taken);
    }

    @Override
    HubSpotError refusal() {
        throw new IllegalStateException("What is no input is not sent again");
    }

    @Override
    int left() {
        return left;
    }

    @Override
    public int count() {
        return open.cardinality();
    }

    @Override
    public Outcomes outcomes(InputReader reader, OutcomeSink sink) {
        return earlier.goOn(inputs(), reader, sink, open);
    }
}
