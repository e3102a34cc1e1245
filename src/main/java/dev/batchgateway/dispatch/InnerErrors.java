package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.retry.Attempts;
import dev.batchgateway.retry.Decision;
import dev.batchgateway.retry.ReplyKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The errors inside a multi-status answer: each follows the row of its own kind, as if it had been the whole call's
 * (DESIGN section 4). Confined to its batch's thread.
 */
final class InnerErrors {
    /** What is transient inside an answer is not sent again at once. */
    private static final long LEAST_DELAY_NANOS = 1_000_000_000L;

    /**
     * What becomes of the inputs of an answered call.
     *
     * @param settled those that have ended
     * @param outcomes how they have
     * @param again the others
     * @param delayNanos how long these wait
     * @param why what kept the first of these; meaningless when there are none
     */
    record Weighed(List<Input> settled, List<Outcome> outcomes, List<Leg> again, long delayNanos, ReplyKind why) {}

    private final Operation operation;
    private final Parts parts;

    InnerErrors(Operation operation, Parts parts) {
        this.operation = operation;
        this.parts = parts;
    }

    /**
     * Weighs the outcomes of {@code leg}'s inputs.
     *
     * @param sentNanos when the call was sent
     */
    Weighed weigh(Leg leg, List<Outcome> outcomes, long sentNanos) {
        List<Input> settled = new ArrayList<>(leg.size());
        List<Outcome> ended = new ArrayList<>(leg.size());
        List<Input> again = new ArrayList<>();
        List<Input> againInDoubt = new ArrayList<>();
        long delay = LEAST_DELAY_NANOS;
        ReplyKind why = ReplyKind.ANSWERED;
        for (int i = 0; i < leg.size(); i++) {
            Input input = leg.inputs().get(i);
            Decision decision = outcomes.get(i) instanceof Outcome.Rejected rejected ? decide(rejected, leg) : null;
            if (decision instanceof Decision.SendAgain sendAgain) {
                why = why == ReplyKind.ANSWERED ? kind(outcomes.get(i)) : why;
                delay = Math.max(delay, sendAgain.delayNanos());
                (leavesDoubt(outcomes.get(i)) ? againInDoubt : again).add(input);
            } else {
                settled.add(input);
                ended.add(outcome(decision, outcomes.get(i)));
            }
        }
        List<Leg> legs = new ArrayList<>();
        if (!again.isEmpty()) {
            legs.add(leg.part(again));
        }
        if (!againInDoubt.isEmpty()) {
            legs.add(leg.part(againInDoubt).with(leg.attempts().withDoubt(sentNanos)));
        }
        return new Weighed(settled, ended, legs, delay, why);
    }

    private @Nullable Decision decide(Outcome.Rejected rejected, Leg leg) {
        ReplyKind kind = ReplyKind.ofInner(rejected.errors().get(0));
        Attempts attempts = leg.attempts();
        if (kind.isJudgement() && !(attempts.inDoubt() && operation.writes())) {
            return null;
        }
        return parts.table()
                .decide(kind, operation, attempts, true, parts.clock().getAsLong());
    }

    private static boolean leavesDoubt(Outcome outcome) {
        return kind(outcome).leavesDoubt();
    }

    private static ReplyKind kind(Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                ? ReplyKind.ofInner(rejected.errors().get(0))
                : ReplyKind.ANSWERED;
    }

    private static Outcome outcome(@Nullable Decision decision, Outcome matched) {
        if (decision == null || !(matched instanceof Outcome.Rejected rejected)) {
            return matched;
        }
        HubSpotError error = rejected.errors().get(0);
        if (decision instanceof Decision.Confirm) {
            return new Outcome.Succeeded(List.of(), List.of(), true);
        }
        if (decision instanceof Decision.LeaveUnsent unsent) {
            return new Outcome.Unsent(unsent.reason(), error);
        }
        return new Outcome.Unconfirmed(
                decision instanceof Decision.LeaveUnconfirmed unconfirmed
                        ? unconfirmed.reason()
                        : Reason.UPSTREAM_ERROR,
                error);
    }
}
