package dev.batchgateway.dispatch;

import dev.batchgateway.batch.CallBody;
import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Splitter;
import dev.batchgateway.batch.Traces;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: asks its lane for a permit while there is something to send, makes a chunk when it gets one,
 * and ends when every input has an outcome. What a reply means is {@link Aftermath}'s to say.
 *
 * <p>Lives on one event loop: every method but {@link #stop} runs there. Nothing cancels it; it can only be told to
 * stop, and then still waits for the calls that are under way.
 */
public final class BatchRun {
    /** Creates under way at once before the first has been answered; each answer adds one (DESIGN section 5). */
    private static final int FIRST_CREATES = 4;

    private record Stop(Reason reason, @Nullable HubSpotError said) {}

    private final BatchRequest request;
    private final Account account;
    private final Lane lane;
    private final Parts parts;
    private final Executor thread;
    private final Splitter splitter;
    private final Outcomes outcomes;
    private final Aftermath aftermath;
    private final Deque<Leg> ready = new ArrayDeque<>();
    private final Set<Leg> delayed = new LinkedHashSet<>();
    private final Set<Input> waitingForEarlier = new LinkedHashSet<>();
    private final Map<String, Group> groups = new HashMap<>();
    private @Nullable UniEmitter<? super BatchResult> emitter;
    private @Nullable Stop stop;
    private boolean isAsking;
    private boolean isFinished;
    private int underWay;
    private int width;
    private int calls;
    private int retries;
    private long waitedNanos;
    private long hubSpotNanos;

    BatchRun(BatchRequest request, Account account, Parts parts, Executor thread) {
        this.request = request;
        this.account = account;
        this.lane = account.lane(request.target());
        this.parts = parts;
        this.thread = thread;
        this.splitter = new Splitter(operation(), request.envelope(), request.inputs());
        this.outcomes = new Outcomes(request.inputs().size());
        this.aftermath = new Aftermath(this, request, account, parts);
        this.width = operation() == Operation.OBJECT_CREATE ? FIRST_CREATES : Integer.MAX_VALUE;
    }

    /** Starts it. Subscribe once, on its event loop; the result comes there, too, and it never fails but for a bug. */
    @CheckReturnValue
    public Uni<BatchResult> result() {
        return Uni.createFrom().emitter(e -> {
            emitter = e;
            pump();
        });
    }

    /** No new call starts; those under way are heard out; the rest is unsent for {@code reason}. From any thread. */
    public void stop(Reason reason) {
        thread.execute(() -> stopNow(reason, null));
    }

    void stopNow(Reason reason, @Nullable HubSpotError said) {
        if (stop == null && !isFinished) {
            stop = new Stop(reason, said);
        }
        pump();
    }

    private Operation operation() {
        return request.target().operation();
    }

    /** Moves on: asks for a permit if there is something to send, and ends if there is nothing left to wait for. */
    void pump() {
        if (isFinished) {
            return;
        }
        if (stop == null && !isAsking && canSend()) {
            isAsking = true;
            lane.permit().emitOn(thread).subscribe().with(this::onPermit, this::fail);
        }
        boolean nothingToSend = stop != null || (ready.isEmpty() && delayed.isEmpty() && waitingForEarlier.isEmpty());
        if (nothingToSend && underWay == 0 && (stop != null || !splitter.hasNext())) {
            finish();
        }
    }

    private boolean canSend() {
        if (underWay >= width) {
            return false;
        }
        for (Leg leg : ready) {
            if (groupOf(leg).mayGo()) {
                return true;
            }
        }
        return ready.isEmpty() && groups.values().stream().allMatch(Group::mayGo) && splitter.hasNext();
    }

    private void onPermit(Permit permit) {
        isAsking = false;
        Leg leg = stop == null && !isFinished && underWay < width ? nextLeg() : null;
        if (leg == null) {
            permit.unused();
        } else {
            waitedNanos += permit.waitedNanos();
            send(leg, permit);
        }
        pump();
    }

    private @Nullable Leg nextLeg() {
        for (Leg leg : ready) {
            if (groupOf(leg).mayGo()) {
                ready.remove(leg);
                return leg;
            }
        }
        if (!ready.isEmpty()) {
            return null;
        }
        int most =
                account.limits().mostInputs(request.target(), request.envelope().withHistory());
        for (Chunk chunk = splitter.next(most, parts.config().maxCallBytes()); chunk != null; ) {
            Leg leg = Leg.fresh(chunk);
            Group group = groupOf(leg);
            if (!group.isRefused()) {
                return group.mayGo() ? leg : later(leg);
            }
            aftermath.settleAll(chunk.inputs(), new Outcome.Unsent(Reason.BATCH_REFUSED, group.refusal()));
            chunk = splitter.next(most, parts.config().maxCallBytes());
        }
        return null;
    }

    private @Nullable Leg later(Leg leg) {
        ready.add(leg);
        return null;
    }

    private void send(Leg leg, Permit permit) {
        boolean traced = operation().isTraced() && !request.strict();
        Traces traces = traced ? Traces.forEveryInputOf(leg.chunk()) : Traces.callersOnly(leg.chunk());
        byte[] body = CallBody.of(request.envelope(), leg.chunk(), traces);
        Group group = groupOf(leg);
        group.sent();
        underWay++;
        calls++;
        retries += leg.attempts().made() > 0 ? 1 : 0;
        parts.sender()
                .send(new Call(request.target(), request.authorization(), body))
                .emitOn(thread)
                .subscribe()
                .with(
                        exchange -> {
                            underWay--;
                            group.ended();
                            hubSpotNanos += exchange.endedNanos() - exchange.sentNanos();
                            aftermath.of(leg, traces, group, permit, exchange);
                            pump();
                        },
                        this::fail);
    }

    /** HubSpot took a call of {@code group}. */
    void succeeded(Leg leg, Group group) {
        group.succeeded();
        account.prove(request.target(), leg.idProperty());
        width = width == Integer.MAX_VALUE ? width : width + 1;
    }

    /** Queues legs to be sent when there are permits. */
    void sendSoon(List<Leg> legs) {
        ready.addAll(legs);
    }

    /** Queues {@code leg} to be sent not before {@code delayNanos} from now. */
    void sendLater(Leg leg, long delayNanos) {
        if (delayNanos <= 0) {
            ready.add(leg);
            return;
        }
        delayed.add(leg);
        later(delayNanos, () -> {
            if (delayed.remove(leg)) {
                ready.add(leg);
            }
        });
    }

    /** The input that waited behind one that has settled may go in {@code delayNanos}. */
    void admitLater(Input input, long delayNanos) {
        if (delayNanos <= 0) {
            splitter.admit(input);
            return;
        }
        waitingForEarlier.add(input);
        later(delayNanos, () -> {
            if (waitingForEarlier.remove(input)) {
                splitter.admit(input);
            }
        });
    }

    private void later(long delayNanos, Runnable task) {
        parts.timer()
                .after(
                        delayNanos,
                        () -> thread.execute(() -> {
                            if (!isFinished) {
                                task.run();
                                pump();
                            }
                        }));
    }

    /** Every leg of {@code group} that is waiting; they are waiting no more. */
    List<Leg> takeBack(Group group) {
        List<Leg> taken = new ArrayList<>();
        for (Leg leg : List.copyOf(ready)) {
            if (groupOf(leg) == group) {
                ready.remove(leg);
                taken.add(leg);
            }
        }
        return taken;
    }

    Splitter splitter() {
        return splitter;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    private Group groupOf(Leg leg) {
        String idProperty = leg.idProperty();
        return groups.computeIfAbsent(idProperty, p -> new Group(account.isProven(request.target(), idProperty)));
    }

    private void finish() {
        isFinished = true;
        try {
            settleRest();
            outcomes.proveComplete();
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        BatchResult result = new BatchResult(
                request, outcomes, aftermath.spans(), aftermath.common(), calls, retries, waitedNanos, hubSpotNanos);
        if (emitter != null) {
            emitter.complete(result);
        }
    }

    private void settleRest() {
        if (stop != null) {
            Outcome unsent = new Outcome.Unsent(stop.reason(), stop.said());
            for (Deque<Leg> legs : List.of(new ArrayDeque<>(ready), new ArrayDeque<>(delayed))) {
                for (Leg leg : legs) {
                    aftermath.settleStopped(leg, unsent);
                }
            }
            for (Input input : waitingForEarlier) {
                Outcome earlier = new Outcome.Unsent(Reason.EARLIER_UNCONFIRMED, null);
                outcomes.settle(input.position(), earlier);
                splitter.behind(input).forEach(behind -> outcomes.settle(behind.position(), earlier));
            }
            outcomes.settleFollowers(splitter.followers());
            outcomes.settleOpen(unsent);
        } else {
            outcomes.settleFollowers(splitter.followers());
        }
    }

    private void fail(Throwable bug) {
        isFinished = true;
        if (emitter != null) {
            emitter.fail(bug);
        }
    }
}
