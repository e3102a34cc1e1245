package dev.batchgateway.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The account of a batch that is there as a whole: one byte an input, so that followers can end as their leaders did. */
final class KeptOutcomes extends Outcomes {
    private final Inputs inputs;
    private final InputReader reader;
    private final byte[] kinds;

    KeptOutcomes(Inputs inputs, InputReader reader, OutcomeSink sink) {
        super(sink);
        this.inputs = inputs;
        this.reader = reader;
        this.kinds = new byte[inputs.size()];
    }

    @Override
    public void opened(Input input) {
        // All of them are, from the beginning.
    }

    @Override
    public void settle(int position, Outcome outcome) {
        if (kinds[position] != 0) {
            throw settledTwice(position);
        }
        kinds[position] = count(outcome);
        sink().settled(position, at(position), outcome);
    }

    @Override
    public void settleFollowers(Followers followers) {
        followers.forEach((follower, leader) -> {
            if (kinds[leader] == 0) {
                return;
            }
            if (kinds[follower] != 0) {
                throw settledTwice(follower);
            }
            kinds[follower] = kinds[leader];
            count(kinds[follower]);
            sink().follows(follower, at(follower), leader);
        });
    }

    @Override
    public void settleOpen(Outcome outcome) {
        for (int position = 0; position < kinds.length; position++) {
            if (kinds[position] == 0) {
                HubSpotError why = inputs.refusal(position);
                settle(position, why == null ? outcome : new Outcome.Rejected(List.of(why)));
            }
        }
    }

    @Override
    public int inputs() {
        return kinds.length;
    }

    @Override
    List<Integer> open(int most) {
        List<Integer> open = new ArrayList<>(0);
        if (settled() != kinds.length) {
            for (int position = 0; position < kinds.length && open.size() < most; position++) {
                if (kinds[position] == 0) {
                    open.add(position);
                }
            }
        }
        return open;
    }

    private Supplier<Input> at(int position) {
        return () -> reader.read(position, inputs.get(position));
    }
}
