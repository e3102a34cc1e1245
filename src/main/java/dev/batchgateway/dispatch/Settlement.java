package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.retry.Attempts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles the inputs of a batch, each once, and lets those go that waited for them. Whatever is decided, an input that
 * an earlier attempt may have applied is never called rejected or unsent. Confined to its batch's thread.
 */
final class Settlement {
    private final Outcomes outcomes;
    private final Backlog backlog;
    private final boolean writes;
    private final long lateNanos;
    private final LongSupplier clock;
    /** Waited for an earlier one when the batch was over, and are settled one by one. */
    private final Deque<Integer> waited = new ArrayDeque<>(0);

    Settlement(BatchRequest request, Outcomes outcomes, Backlog backlog, Parts parts) {
        this.outcomes = outcomes;
        this.backlog = backlog;
        this.writes = request.target().operation().writes();
        this.lateNanos = parts.config().lateNanos();
        this.clock = parts.clock();
    }

    Outcomes outcomes() {
        return outcomes;
    }

    /** Settles {@code input}, of which {@code attempts} were made. */
    void settle(Input input, Outcome outcome, Attempts attempts) {
        boolean inDoubt = attempts.inDoubt();
        Outcome ended = inDoubt ? doubted(outcome) : outcome;
        outcomes.settle(input.position(), ended);
        backlog.askedBy(input).forEach(follower -> outcomes.settle(follower, ended));
        // The one behind it waits while HubSpot may still be working on an attempt it has not answered.
        backlog.settled(input, inDoubt && writes ? attempts.doubtSinceNanos() + lateNanos - clock.getAsLong() : 0);
    }

    void settleAll(List<Input> inputs, Outcome outcome, Attempts attempts) {
        inputs.forEach(input -> settle(input, outcome, attempts));
    }

    /** Settles {@code leg}, which is not sent any more, and what it keeps back. */
    void settleUnsent(Leg leg, Outcome.Unsent unsent) {
        settleAll(leg.inputs(), unsent, leg.attempts());
        Leg keptBack = leg.keptBack();
        if (keptBack != null) {
            settleUnsent(keptBack, unsent);
        }
    }

    /** The batch is over: settles what is left. */
    void settleRest(Outcome.Unsent unsent) {
        boolean isLeft;
        do {
            isLeft = settleLeg(unsent) || settleWaiting();
        } while (isLeft);
        settleFollowers();
        outcomes.settleOpen(unsent);
    }

    /**
     * A stream has been stopped: settles one of its inputs, or one leg, that will not be sent. False when there is none.
     *
     * @param isQuiet whether no call is under way; otherwise only what was not looked at is settled, since a call may
     *     yet say what becomes of the others
     */
    boolean settleSome(Outcome.Unsent unsent, boolean isQuiet) {
        return settleArrived(unsent)
                || (isQuiet && (settleLeg(unsent) || settleWaiting() || outcomes.settleFirstOpen(unsent)));
    }

    /** Whether everything that has come has ended. */
    boolean isComplete() {
        return outcomes.settled() == outcomes.inputs();
    }

    private boolean settleArrived(Outcome.Unsent unsent) {
        return backlog.takeArrived(input -> outcomes.settle(input.position(), unsent));
    }

    private boolean settleLeg(Outcome.Unsent unsent) {
        Leg leg = backlog.takeAny();
        if (leg == null) {
            return false;
        }
        // Whatever ended the batch, these were not sent because HubSpot was out of reach.
        boolean isUnreached = leg.attempts().isUnreached();
        settleUnsent(leg, isUnreached ? new Outcome.Unsent(Reason.UPSTREAM_UNREACHABLE, null) : unsent);
        return true;
    }

    private boolean settleWaiting() {
        if (waited.isEmpty()) {
            waited.addAll(backlog.takeWaiting());
        }
        Integer next = waited.poll();
        if (next == null) {
            return false;
        }
        outcomes.settle(next, new Outcome.Unsent(Reason.EARLIER_UNCONFIRMED, null));
        return true;
    }

    /** Gives those that ask what an earlier one asked the outcome of that one. */
    void settleFollowers() {
        outcomes.settleFollowers(backlog.followers());
    }

    /** A read that was refused was not carried out before either; but one that was asked is not unsent. */
    private Outcome doubted(Outcome outcome) {
        if (writes && outcome instanceof Outcome.Rejected rejected) {
            return unconfirmed(rejected.errors().get(0));
        }
        return outcome instanceof Outcome.Unsent unsent ? unconfirmed(unsent.said()) : outcome;
    }

    private static Outcome unconfirmed(@Nullable HubSpotError said) {
        return new Outcome.Unconfirmed(Reason.NO_ANSWER, said);
    }
}
