package dev.batchgateway.retry;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import java.time.Duration;

/**
 * The table of DESIGN section 4, total: every kind of reply, for every operation, in doubt or not, has its cell, and
 * {@code DecisionTableTest} walks them all.
 *
 * <p>Two rules stand above the rows. A create is never sent again after an attempt that may have reached HubSpot. And
 * after an attempt of a write without an answer, a refusal of its repeat says nothing about the first: such inputs are
 * unconfirmed, never rejected.
 */
public final class DecisionTable {
    private final int maxAttempts;
    private final Backoff backoff;
    private final long lockNanos;
    private final long outOfReachNanos;

    /**
     * @param maxAttempts attempts of one input that count, the first included
     * @param backoff the waits between them
     * @param lock the least wait after an answer that says HubSpot is locked or broken
     * @param outOfReach how long HubSpot may be out of reach before inputs are given up
     */
    public DecisionTable(int maxAttempts, Backoff backoff, Duration lock, Duration outOfReach) {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("gateway.dispatch.max-attempts must be at least 1, not " + maxAttempts);
        }
        this.maxAttempts = maxAttempts;
        this.backoff = backoff;
        this.lockNanos = lock.toNanos();
        this.outOfReachNanos = outOfReach.toNanos();
    }

    /**
     * What to do after a reply.
     *
     * @param attempts what was made so far, this one counted, and in doubt only if an <em>earlier</em> one was
     * @param anySuccess whether HubSpot has answered this batch with a 2xx before
     * @param nowNanos the time
     */
    public Decision decide(ReplyKind kind, Operation operation, Attempts attempts, boolean anySuccess, long nowNanos) {
        if (kind.isJudgement() && attempts.inDoubt() && operation.writes()) {
            return judgementInDoubt(kind, operation, attempts);
        }
        return switch (kind) {
            case ANSWERED -> new Decision.Match();
            case DUPLICATES -> new Decision.SendApart();
            case TOO_MANY_INPUTS -> new Decision.LearnAndSplit();
            case TOO_LARGE -> new Decision.HalveByBytes();
            case ALL_MISSING -> new Decision.RejectAll();
            case NOT_FOUND, CONFLICT, REFUSED -> new Decision.NarrowDown();
            case UNAUTHORIZED -> new Decision.StopBatch(Reason.CREDENTIALS_REFUSED);
            case FORBIDDEN ->
                anySuccess ? new Decision.NarrowDown() : new Decision.StopBatch(Reason.CREDENTIALS_REFUSED);
            case LOCKED -> againOr(attempts, lockNanos + backoff.nanos(1), false, unsent(operation, attempts));
            case THROTTLED -> new Decision.SendAgain(0, false, false);
            case DAILY_LIMIT -> new Decision.StopBatch(Reason.DAILY_LIMIT);
            case MIGRATING -> new Decision.StopBatch(Reason.MIGRATION);
            case OVERLOADED -> afterServerError(operation, attempts, false);
            case TOO_SLOW -> afterServerError(operation, attempts, true);
            case NOT_REACHED -> notReached(operation, attempts, nowNanos);
            case UNTRUSTED -> leave(Reason.UPSTREAM_UNTRUSTED, operation, attempts);
            case NO_ANSWER ->
                operation.isRepeatable()
                        ? againOr(
                                attempts,
                                backoff.nanos(attempts.counted()),
                                false,
                                new Decision.LeaveUnconfirmed(Reason.NO_ANSWER))
                        : new Decision.LeaveUnconfirmed(Reason.NO_ANSWER);
        };
    }

    private Decision judgementInDoubt(ReplyKind kind, Operation operation, Attempts attempts) {
        Decision unconfirmed = new Decision.LeaveUnconfirmed(Reason.NO_ANSWER);
        if (operation.isArchive() && kind == ReplyKind.NOT_FOUND) {
            return new Decision.Confirm();
        }
        if (operation == Operation.OBJECT_UPSERT && kind == ReplyKind.CONFLICT) {
            return againOr(attempts, lockNanos, false, unconfirmed);
        }
        return unconfirmed;
    }

    private Decision afterServerError(Operation operation, Attempts attempts, boolean halved) {
        Decision giveUp = new Decision.LeaveUnconfirmed(Reason.UPSTREAM_ERROR);
        return operation.isRepeatable()
                ? againOr(attempts, lockNanos + backoff.nanos(attempts.counted()), halved, giveUp)
                : giveUp;
    }

    private Decision notReached(Operation operation, Attempts attempts, long nowNanos) {
        boolean givenUp = attempts.isUnreached() && nowNanos - attempts.unreachedSinceNanos() >= outOfReachNanos;
        return givenUp
                ? leave(Reason.UPSTREAM_UNREACHABLE, operation, attempts)
                : new Decision.SendAgain(backoff.nanos(attempts.counted()), true, false);
    }

    private Decision againOr(Attempts attempts, long delayNanos, boolean halved, Decision giveUp) {
        return attempts.counted() < maxAttempts ? new Decision.SendAgain(delayNanos, true, halved) : giveUp;
    }

    private static Decision unsent(Operation operation, Attempts attempts) {
        return leave(Reason.UPSTREAM_BUSY, operation, attempts);
    }

    /** Unsent, unless an earlier attempt may have been applied. */
    private static Decision leave(Reason reason, Operation operation, Attempts attempts) {
        return attempts.inDoubt() && operation.writes()
                ? new Decision.LeaveUnconfirmed(Reason.NO_ANSWER)
                : new Decision.LeaveUnsent(reason);
    }
}
