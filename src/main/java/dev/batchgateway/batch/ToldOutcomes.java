package dev.batchgateway.batch;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The account of a stream: knows the inputs that are open, and forgets each as it ends. */
final class ToldOutcomes extends Outcomes {
    private final Inflow inflow;
    /** By position, which is the order they are opened in. */
    private final Map<Integer, Input> open = new LinkedHashMap<>();

    ToldOutcomes(Inflow inflow, OutcomeSink sink) {
        super(sink);
        this.inflow = inflow;
    }

    @Override
    public void opened(Input input) {
        if (open.put(input.position(), input) != null) {
            throw settledTwice(input.position());
        }
    }

    @Override
    public void settle(int position, Outcome outcome) {
        Input input = open.remove(position);
        if (input == null) {
            throw settledTwice(position);
        }
        count(outcome);
        sink().settled(position, () -> input, outcome);
    }

    @Override
    public void settleFollowers(Followers followers) {
        if (followers.size() > 0) {
            throw new IllegalStateException("In a stream, followers end with their leaders");
        }
    }

    @Override
    public void settleOpen(Outcome outcome) {
        List<Integer> positions = open(Integer.MAX_VALUE);
        positions.forEach(position -> settle(position, outcome));
    }

    @Override
    public int inputs() {
        return inflow.count();
    }

    /** None: a stream's inputs are gone when they have ended. */
    @Override
    public BitSet sendable(Operation operation, Inputs sameInputs, Envelope envelope) {
        return new BitSet();
    }

    @Override
    public Outcomes withoutInputs(Operation operation) {
        return this;
    }

    @Override
    public Outcomes ofThisRun() {
        return this;
    }

    @Override
    Outcomes goOn(Inputs inputs, InputReader reader, OutcomeSink sink, BitSet open) {
        throw new IllegalStateException("A stream has one run");
    }

    @Override
    List<Integer> open(int most) {
        return open.keySet().stream().limit(most).toList();
    }
}
