package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.retry.Attempts;
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
        for (Leg leg = backlog.takeAny(); leg != null; leg = backlog.takeAny()) {
            // Whatever ended the batch, these were not sent because HubSpot was out of reach.
            boolean isUnreached = leg.attempts().isUnreached();
            settleUnsent(leg, isUnreached ? new Outcome.Unsent(Reason.UPSTREAM_UNREACHABLE, null) : unsent);
        }
        for (Input input : backlog.takeWaiting()) {
            outcomes.settle(input.position(), new Outcome.Unsent(Reason.EARLIER_UNCONFIRMED, null));
        }
        settleFollowers();
        outcomes.settleOpen(unsent);
    }

    /** The batch has been stopped: what still comes is not sent. */
    void settleArrived(Outcome.Unsent unsent) {
        backlog.takeArrived(input -> outcomes.settle(input.position(), unsent));
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
