package dev.batchgateway.batch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The account of a batch that is there as a whole: one byte an input, so that followers can end as their leaders did. */
final class KeptOutcomes extends Outcomes {
    private final Inputs inputs;
    private final InputReader reader;
    private final byte[] kinds;
    /** Those an earlier run has settled; the others are this one's. Null when there was none. */
    private final @Nullable BitSet settledBefore;

    @FunctionalInterface
    private interface Kind {
        boolean test(byte kind);
    }

    KeptOutcomes(Inputs inputs, InputReader reader, OutcomeSink sink) {
        this(inputs, reader, sink, new byte[inputs.size()], null);
    }

    /** @param kinds of each input how it has ended; 0 for one that is open */
    private KeptOutcomes(
            Inputs inputs, InputReader reader, OutcomeSink sink, byte[] kinds, @Nullable BitSet settledBefore) {
        super(sink);
        this.inputs = inputs;
        this.reader = reader;
        this.kinds = kinds;
        this.settledBefore = settledBefore;
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
        // Of others an error may be made when the answer leaves, or another run sends them.
        if (outcome instanceof Outcome.Succeeded) {
            inputs.succeeded(position);
        }
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
                NoInput why = inputs.refusal(position);
                settle(position, why == null ? outcome : new Outcome.Rejected(List.of(why.error())));
            }
        }
    }

    @Override
    public int inputs() {
        return kinds.length;
    }

    @Override
    public BitSet sendable(Operation operation, Inputs sameInputs, Envelope envelope) {
        BitSet unsent = those(Outcomes::isUnsent);
        BitSet unconfirmed = those(Outcomes::isUnconfirmed);
        if (operation.isRead()) {
            unsent.or(unconfirmed);
        } else if (operation.isOrdered()) {
            new KeysInTheWay(sameInputs, new InputReader(operation, envelope))
                    .keepBack(unsent, those(Outcomes::isSucceeded), unconfirmed);
        }
        return unsent;
    }

    private BitSet those(Kind what) {
        BitSet those = new BitSet(kinds.length);
        for (int position = 0; position < kinds.length; position++) {
            those.set(position, what.test(kinds[position]));
        }
        return those;
    }

    @Override
    public Outcomes withoutInputs(Operation operation) {
        InputReader noReader = new InputReader(operation, Envelope.none(operation));
        return counted(new KeptOutcomes(new Inputs(), noReader, sink(), kinds, settledBefore));
    }

    @Override
    public Outcomes ofThisRun() {
        if (settledBefore == null) {
            return this;
        }
        KeptOutcomes own = new KeptOutcomes(inputs, reader, sink(), kinds.clone(), null);
        settledBefore.stream().forEach(position -> own.kinds[position] = 0);
        return counted(own);
    }

    @Override
    Outcomes goOn(Inputs sameInputs, InputReader newReader, OutcomeSink sink, BitSet open) {
        BitSet settled = new BitSet(kinds.length);
        settled.set(0, kinds.length);
        settled.andNot(open);
        KeptOutcomes next = new KeptOutcomes(sameInputs, newReader, sink, kinds.clone(), settled);
        open.stream().forEach(position -> next.kinds[position] = 0);
        return counted(next);
    }

    private static KeptOutcomes counted(KeptOutcomes outcomes) {
        for (byte kind : outcomes.kinds) {
            if (kind != 0) {
                outcomes.count(kind);
            }
        }
        return outcomes;
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
