package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Splitter;
import dev.batchgateway.retry.ReplyKind;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: asks its lane for a permit while there is something to send, sends when it gets one, and ends
 * when every input has an outcome. What there is to send is in the {@link Backlog}; what a reply means is
 * {@link Aftermath}'s to say.
 *
 * <p>Lives on one event loop: every method but {@link #stop} runs there. Nothing cancels it; it can only be told to
 * stop, and then still waits for the calls that are under way.
 */
public final class BatchRun {
    /**
     * Creates under way at once before the first has been answered; each answer adds one (DESIGN section 5). Reads, too,
     * while nobody knows how large their answers are.
     */
    private static final int FIRST_CALLS = 4;
    /** So many inputs of a stopped stream end before others have the thread. */
    private static final int ENDED_AT_ONCE = 500;

    private final BatchRequest request;
    private final Account account;
    private final Parts parts;
    private final BatchSpan span;
    private final Executor thread;
    private final Backlog backlog;
    private final Settlement settlement;
    private final Aftermath aftermath;
    private final StopReason stop = new StopReason();
    private final PlannedTasks planned;
    private final ReplySize replySize;
    private @Nullable UniEmitter<? super BatchResult> emitter;
    private @Nullable Turn turn;
    private boolean isFinished;
    private boolean isLookingOn;
    private boolean isInStep;
    private boolean isHeld;
    private boolean isWithoutRoom;
    private boolean isShortOfPermits;
    private long taken;
    private int underWay;
    private int width;
    private int calls;
    private int retries;
    private long hubSpotNanos;

    BatchRun(BatchRequest request, Account account, Parts parts, BatchSpan span, Executor thread) {
        this.request = request;
        this.account = account;
        this.parts = parts;
        this.span = span;
        this.thread = thread;
        this.planned = new PlannedTasks(parts.timer(), thread);
        Operation operation = request.target().operation();
        Outcomes outcomes = request.inputs().outcomes(new InputReader(operation, request.envelope()), request.sink());
        this.backlog =
                new Backlog(request, account, parts.config(), this::later, () -> underWay > 0, new Opening(outcomes));
        this.settlement = new Settlement(request, outcomes, backlog, parts);
        this.aftermath = new Aftermath(this, request, account, parts, backlog, settlement);
        this.replySize = account.replySizes().of(request.target(), request.envelope());
        boolean isWary = operation == Operation.OBJECT_CREATE || (operation.isRead() && !replySize.isLearned());
        this.width = isWary ? FIRST_CALLS : Integer.MAX_VALUE;
    }

    /** Starts it. Subscribe once, on its event loop; the result comes there, too, and it never fails but for a bug. */
    @CheckReturnValue
    public Uni<BatchResult> result() {
        return Uni.createFrom().emitter(e -> {
            emitter = e;
            account.begin();
            request.inputs().onArrival(() -> step(() -> {}));
            turn = account.lane(request.target()).join(request.caller().urgency(), new FromLane());
            step(() -> {});
        });
    }

    private record Opening(Outcomes outcomes) implements Splitter.Looker {
        @Override
        public void opened(Input input) {
            outcomes.opened(input);
        }

        @Override
        public void refused(Input input, Outcome ending) {
            outcomes.settle(input.position(), ending);
        }
    }

    private final class FromLane implements Taker {
        @Override
        public void granted(Permit permit) {
            thread.execute(() -> onPermit(permit));
        }

        @Override
        public void closed(Closure closure) {
            thread.execute(() -> step(() -> aftermath.closed(closure)));
        }
    }

    /** No new call starts; those under way are heard out; the rest is unsent for {@code reason}. From any thread. */
    public void stop(Reason reason) {
        thread.execute(() -> {
            if (stop.give(reason, null) && reason != Reason.CALLER_LEFT) {
                // What HubSpot refused so far is not why the rest is not sent. A caller may come back, though.
                aftermath.verdict().other();
            }
            step(() -> {});
        });
    }

    /**
     * Takes back a {@link #stop} for that reason. False when it has ended, or has been stopped for another one, or its
     * inputs came as a stream. On its event loop.
     */
    public boolean goOnAfter(Reason reason) {
        if (isFinished || !request.inputs().isWhole() || !stop.takeBack(reason)) {
            return false;
        }
        thread.execute(() -> step(() -> {}));
        return true;
    }

    void stopNow(Reason reason, @Nullable HubSpotError said) {
        stop.give(reason, said);
    }

    /**
     * Until {@link #goOn} it starts no new call, and ends no input of a stream that is not sent: whoever takes the
     * outcomes has no room for more. Calls under way are heard out. On its event loop.
     */
    public void hold() {
        isHeld = true;
        leaveLineForRoom();
    }

    /** Ends {@link #hold}. On its event loop. */
    public void goOn() {
        if (isHeld) {
            isHeld = false;
            thread.execute(() -> step(() -> {}));
        }
    }

    /** Whether it has been told to stop, or has found that it must. On its event loop. */
    public boolean isStopped() {
        return stop.isGiven();
    }

    /** Calls that have ended. On its event loop. */
    public int callsEnded() {
        return calls - underWay;
    }

    /**
     * Whether nothing of it waits for a permit, for room or for its time, so that more inputs would be sent at once. On its
     * event loop.
     */
    public boolean isAllUnderWay() {
        return !isShortOfPermits && !backlog.isDelayed();
    }

    /** Does one thing and moves on. A bug in it fails the batch, which would otherwise wait for ever. */
    private void step(Runnable thing) {
        if (isFinished || emitter == null) {
            return;
        }
        if (isInStep) {
            // Whoever is told of an outcome may have something to do with the batch: not in the middle of a step.
            thread.execute(() -> step(thing));
            return;
        }
        isInStep = true;
        try {
            thing.run();
            moveOn();
        } catch (RuntimeException | Error bug) {
            fail(bug);
        } finally {
            isInStep = false;
        }
    }

    /** Asks for as many permits as there are calls to make, and ends if there is nothing left to wait for. */
    private void moveOn() {
        Outcome.Unsent rest = stop.rest();
        if (rest != null) {
            leaveLineForRoom();
        }
        if (rest != null && !request.inputs().isWhole()) {
            settleStopped(rest);
        }
        if (underWay == 0 && isOver()) {
            finish();
        } else if (turn != null) {
            boolean maySend = maySend();
            int sendable = maySend ? backlog.sendable() : 0;
            isShortOfPermits = !maySend || sendable > 0;
            turn.want(taken + Math.min(width - underWay, sendable));
            if (maySend && backlog.mustLookOn()) {
                lookOn();
            }
        }
    }

    private boolean isOver() {
        if (request.inputs().isWhole()) {
            return stop.isGiven() || backlog.isEmpty();
        }
        if (stop.isGiven() || isHeld) {
            // To look into the backlog would end lines that are no inputs, and there may be no room for that.
            return request.inputs().isEnded() && settlement.isComplete();
        }
        return backlog.isEmpty();
    }

    /**
     * A stream that is stopped: what is open keeps its caller from being read on, so it ends as soon as there is room to
     * tell of it. Not all at once: there may be hundreds of thousands.
     */
    private void settleStopped(Outcome.Unsent unsent) {
        for (int ended = 1; !isHeld && settlement.settleSome(unsent, underWay == 0); ended++) {
            if (ended == ENDED_AT_ONCE) {
                lookOn();
                return;
            }
        }
    }

    /** One more step, when others have had the thread. */
    private void lookOn() {
        if (!isLookingOn) {
            isLookingOn = true;
            thread.execute(() -> {
                isLookingOn = false;
                step(() -> {});
            });
        }
    }

    private void onPermit(Permit permit) {
        taken++;
        CallUnderWay call = null;
        try {
            call = maySend() && !isFinished ? nextCall(permit) : null;
        } catch (RuntimeException | Error bug) {
            fail(bug);
        } finally {
            if (call == null) {
                permit.unused();
            }
        }
        if (call != null) {
            send(call);
        }
        step(() -> {});
    }

    private boolean maySend() {
        return !stop.isGiven() && !isHeld && !isWithoutRoom;
    }

    /** Null when there is nothing to send, or no room for it. */
    private @Nullable CallUnderWay nextCall(Permit permit) {
        Leg leg = nextLeg();
        if (leg == null) {
            return null;
        }
        if (!maySend()) {
            // Whoever was told of those that were refused has no room for more.
            backlog.sendSoon(List.of(leg));
            return null;
        }
        CallUnderWay call = new CallUnderWay(request, leg, backlog.groupOf(leg), permit, parts.callRoom(), replySize);
        if (call.enter(this::roomAgain)) {
            return call;
        }
        isWithoutRoom = true;
        backlog.sendSoon(List.of(leg));
        return null;
    }

    /** From any thread. */
    private void roomAgain() {
        thread.execute(() -> {
            isWithoutRoom = false;
            step(() -> {});
        });
    }

    /** No call is to start for now: nobody should wait behind this batch. */
    private void leaveLineForRoom() {
        isWithoutRoom = false;
        if (turn != null) {
            turn.needsNoRoom();
        }
    }

    private @Nullable Leg nextLeg() {
        for (Leg leg = backlog.next(); leg != null; leg = backlog.next()) {
            Group group = backlog.groupOf(leg);
            if (!group.isRefused()) {
                return leg;
            }
            settlement.settleUnsent(leg, new Outcome.Unsent(group.reason(), group.refusal()));
        }
        return null;
    }

    private void send(CallUnderWay call) {
        underWay++;
        calls++;
        ReplyKind before = call.leg().before();
        if (before != null) {
            retries++;
            parts.watch().sendsAgain(before);
        }
        long sent = parts.clock().getAsLong();
        call.send(parts.sender(), span)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("A call has ended without saying how"))
                .onFailure()
                .recoverWithItem(bug -> unanswered(bug, sent))
                .emitOn(thread)
                .subscribe()
                .with(exchange -> ended(call, exchange), bug -> {
                    fail(bug);
                    ended(call, unanswered(bug, sent));
                });
    }

    /** A sender never fails; should it, nobody knows what it had sent. */
    private Exchange unanswered(Throwable bug, long sent) {
        return new Exchange(
                new Reply.NoAnswer(bug.toString()),
                RateSignal.SILENT,
                sent,
                parts.clock().getAsLong());
    }

    /** Nobody is told what is thrown here: a batch whose call ended in a bug would wait for ever. */
    private void ended(CallUnderWay call, Exchange exchange) {
        underWay--;
        hubSpotNanos += exchange.endedNanos() - exchange.sentNanos();
        try {
            ReplyKind kind = call.ended(exchange);
            width = request.target().operation().isRead() && replySize.isLearned() ? Integer.MAX_VALUE : width;
            step(() -> aftermath.of(call, kind, exchange));
        } catch (RuntimeException | Error bug) {
            fail(bug);
        }
        if (isFinished) {
            // By a bug perhaps, in this step or before, and then nobody has said what follows.
            call.attempt().abandoned();
        }
    }

    /** HubSpot took a call of {@code group}. */
    void succeeded(Leg leg, Group group) {
        group.succeeded();
        account.prove(request.target(), leg.idProperty());
        width = width == Integer.MAX_VALUE ? width : width + 1;
    }

    private void later(long delayNanos, Runnable task) {
        planned.after(delayNanos, () -> step(task));
    }

    private void finish() {
        Outcome.Unsent rest = stop.rest();
        if (rest != null) {
            settlement.settleRest(rest);
        } else {
            settlement.settleFollowers();
        }
        settlement.outcomes().proveComplete();
        parts.watch().ended(request.target(), settlement.outcomes().ofThisRun());
        end();
        BatchResult result = new BatchResult(
                request,
                settlement.outcomes(),
                aftermath.spans(),
                aftermath.verdict().common(),
                calls,
                retries,
                turn == null ? 0 : turn.waitedNanos(),
                hubSpotNanos,
                aftermath.retryAfterSeconds());
        if (emitter != null) {
            emitter.complete(result);
        }
    }

    private void end() {
        isFinished = true;
        planned.end();
        account.end();
        if (turn != null) {
            turn.leave();
        }
    }

    private void fail(Throwable bug) {
        if (!isFinished) {
            end();
            if (emitter != null) {
                emitter.fail(bug);
            }
        }
    }
}
