package dev.batchgateway.resume;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.batch.InputSource;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch and its outcomes so far, apart from the connections of those who want them. Lives on the event loop of the
 * request that began it: every method runs there but those that say otherwise. How many listen, and whether it is kept,
 * is {@link Records}' to know.
 *
 * <p>While it runs and somebody listens it goes on; when nobody does it is told to stop, calls under way are heard out,
 * and somebody who comes meanwhile makes it go on again. When it has ended, somebody who comes has what was left sent by
 * another run, whose outcomes join those that are there.
 */
final class BatchRecord {
    private final Records records;
    private final Place place;
    private final Executor home;
    private final Operation operation;
    private final AnswerStore store;
    private final Instant requestedAt;
    private final long startedNanos;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Deque<Listener> waiting = new ArrayDeque<>();
    private @Nullable Running running;
    private @Nullable BatchResult ended;
    private @Nullable BitSet sentAgain;
    private Instant endedAt;
    private long totalNanos;
    private int readers;
    private boolean isClaiming;
    /** What the register said when nobody waited; somebody was on his way who will begin the batch. */
    private Owners.@Nullable Owner unstarted;

    private Found denied = Found.NOT_KEPT;
    private boolean isLeft;

    /** @param first the request that begins it */
    BatchRecord(Records records, Place place, Asked first, Clock clock, LongSupplier nanoClock) {
        this.records = records;
        this.place = place;
        this.home = first.home();
        this.operation = first.operation();
        this.store = first.store().get();
        this.requestedAt = first.requestedAt();
        this.startedNanos = first.startedNanos();
        this.endedAt = first.requestedAt();
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    Place place() {
        return place;
    }

    /** Runs {@code task} where the record lives. From any thread. */
    void onHome(Runnable task) {
        home.execute(task);
    }

    /** Its first listener, whose batch is to be run once it is known that no other gateway has it. */
    void begin(Listener first, boolean isClaimed) {
        waiting.add(first);
        if (isClaimed) {
            isClaiming = true;
            records.claim(place)
                    .subscribe()
                    .with(
                            owner -> home.execute(() -> claimed(owner)),
                            lost -> home.execute(() -> claimed(Owners.Owner.LOST)));
        } else {
            start(first.asked(), first.asked().inputs().source());
        }
    }

    private void claimed(Owners.Owner owner) {
        isClaiming = false;
        Listener first = waiting.peek();
        if (first == null) {
            if (!records.forgetUnused(place)) {
                unstarted = owner;
            }
        } else if (owner == Owners.Owner.HERE || (owner == Owners.Owner.LOST && operation.isRepeatable())) {
            records.found(Found.NOTHING);
            records.begins(place);
            start(first.asked(), first.asked().inputs().source());
        } else {
            Found why =
                    switch (owner) {
                        case ELSEWHERE -> Found.ELSEWHERE;
                        case OTHER_REQUEST -> Found.KEY_REUSED;
                        default -> Found.UNKNOWN;
                    };
            denied = why;
            records.forget(place);
            deny(why);
        }
    }

    private void deny(Found why) {
        for (Listener listener : takeWaiting()) {
            if (listener.end()) {
                records.found(why);
                listener.tell(new Ended.Denied(why));
            }
        }
    }

    /** One more wants its outcomes. */
    void join(Listener listener) {
        if (listener.isOver()) {
            return;
        }
        waiting.add(listener);
        if (running != null) {
            records.found(Found.RUNNING);
            if (isLeft && running.run().goOnAfter(Reason.CALLER_LEFT)) {
                isLeft = false;
            }
        } else if (ended != null) {
            records.found(Found.ENDED);
            // Who reads an answer must not see it change: while somebody does, others get the same.
            if (readers > 0 || !goOn(listener.asked())) {
                tellAll();
            }
        } else if (isClaiming) {
            records.found(Found.RUNNING);
        } else if (unstarted != null) {
            Owners.Owner owner = unstarted;
            unstarted = null;
            claimed(owner);
        } else {
            // It was refused, or its run broke, after this one had been led here.
            deny(denied);
        }
    }

    private void start(Asked asked, InputSource inputs) {
        try {
            Running started = asked.starter().run(inputs, store, home);
            BatchRun run = started.run();
            store.onPressure(() -> started.stop().accept(Reason.NO_ROOM), run::hold, run::goOn);
            running = started;
            started.result().subscribe().with(this::ended, this::broken);
        } catch (RuntimeException refusal) {
            if (ended == null) {
                records.forget(place);
                failAll(refusal);
            } else {
                broken(refusal);
            }
        }
    }

    /** Has sent what is left; false when nothing is. */
    private boolean goOn(Asked asked) {
        BatchResult earlier = ended;
        if (earlier == null) {
            return false;
        }
        BitSet open = earlier.outcomes().sendable(operation, asked.inputs(), asked.envelope());
        if (open.isEmpty()) {
            return false;
        }
        open.stream().forEach(store::reopen);
        sentAgain = open;
        records.goesOn(place);
        start(asked, asked.inputs().rest(earlier.outcomes(), open));
        return true;
    }

    private void ended(BatchResult result) {
        BatchResult earlier = ended;
        BitSet again = sentAgain;
        boolean isShared =
                again != null && again.cardinality() < result.outcomes().inputs();
        BatchResult whole = earlier == null ? result : result.after(earlier, isShared);
        ended = whole.withoutInputs();
        runsNoMore();
        endedAt = clock.instant();
        totalNanos = nanoClock.getAsLong() - startedNanos;
        boolean wasLeft = isLeft;
        isLeft = false;
        Listener next = waiting.peek();
        if (wasLeft && next != null && goOn(next.asked())) {
            return;
        }
        tellAll();
        records.ended(this);
    }

    /** Whoever holds on to the run holds the whole body. */
    private void runsNoMore() {
        running = null;
        store.withoutPressure();
    }

    /** A bug: what was sent is not known. */
    private void broken(Throwable bug) {
        runsNoMore();
        ended = null;
        records.broken(place);
        failAll(bug);
    }

    private void failAll(Throwable why) {
        for (Listener listener : takeWaiting()) {
            if (listener.end()) {
                listener.fail(why);
            }
        }
    }

    private void tellAll() {
        BatchResult result = ended;
        if (result == null) {
            throw new IllegalStateException("A batch that has not ended has no outcomes to tell");
        }
        for (Listener listener : takeWaiting()) {
            boolean isFirst = listener.asked().home() == home;
            readers++;
            listener.reads();
            listener.tell(new Ended.Settled(
                    result,
                    store,
                    requestedAt,
                    endedAt,
                    totalNanos,
                    pieces -> new ReachedPieces(
                            pieces, home, isFirst ? home : listener.asked().loop()),
                    isWritten -> over(listener, isWritten)));
        }
    }

    private List<Listener> takeWaiting() {
        List<Listener> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    /** {@code listener} waits and reads no more. From any thread. */
    void over(Listener listener, boolean isWritten) {
        if (listener.end()) {
            home.execute(() -> {
                if (!waiting.remove(listener) && listener.isReading()) {
                    readers--;
                }
                if (waiting.isEmpty() && running != null) {
                    isLeft = true;
                    running.run().stop(Reason.CALLER_LEFT);
                }
                records.leaves(this, isWritten);
            });
        }
    }

    /** Whether its batch runs, or is about to. */
    boolean isRunning() {
        return running != null || isClaiming;
    }

    /** Whether it would help somebody who comes back. */
    boolean isWorthKeeping() {
        BatchResult result = ended;
        if (result == null) {
            return false;
        }
        Outcomes outcomes = result.outcomes();
        // Written is not read: the caller may have given up in that very moment, and will say so. One who has read that
        // nothing was done wants it done.
        return !place.wasWritten() || (place.mayComeAgain() && outcomes.succeeded() + outcomes.unconfirmed() > 0);
    }

    /** It is kept though nobody listens. Answers about what it holds, in bytes. */
    long keep() {
        return store.keep();
    }

    /** Forgets the outcomes. From any thread. */
    void close() {
        home.execute(() -> {
            ended = null;
            sentAgain = null;
            store.close();
        });
    }
}
