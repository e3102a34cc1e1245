package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Followers;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Splitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has yet to send: legs that are ready, legs that wait for their time, inputs that wait for an earlier
 * one, and what is not cut into chunks yet. Confined to its batch's thread.
 */
final class Backlog {
    /** Runs a task on the batch's thread, some time from now, if the batch is not over by then. */
    @FunctionalInterface
    interface Later {
        void run(long delayNanos, Runnable task);
    }

    private static final int TAKEN_AT_ONCE = 100;
    /** So often a chunk waits on that is not full only because its caller is not read: one call may hang. */
    private static final int MOST_LINGERS = 20;

    private final BatchRequest request;
    private final Account account;
    private final long maxCallBytes;
    private final long lingerNanos;
    private final Later later;
    private final BooleanSupplier areCallsUnderWay;
    private final Splitter splitter;
    private final Duplicates duplicates = new Duplicates();
    private final Deque<Leg> ready = new ArrayDeque<>();
    private final Set<Leg> delayed = new LinkedHashSet<>();
    private final Set<Input> waitingForEarlier = new LinkedHashSet<>();
    private final Map<String, Group> groups = new HashMap<>();
    private boolean isLingering;
    private boolean hasLingered;
    private int lingers;

    /**
     * @param areCallsUnderWay of this batch
     * @param looker is told of inputs as they are looked at
     */
    Backlog(
            BatchRequest request,
            Account account,
            DispatchConfig config,
            Later later,
            BooleanSupplier areCallsUnderWay,
            Splitter.Looker looker) {
        this.request = request;
        this.account = account;
        this.maxCallBytes = config.maxCallBytes();
        this.lingerNanos = config.lingerNanos();
        this.later = later;
        this.areCallsUnderWay = areCallsUnderWay;
        this.splitter = new Splitter(request.target().operation(), request.envelope(), request.inputs(), looker);
    }

    /** Whether something waits for its time. */
    boolean isDelayed() {
        return !delayed.isEmpty() || !waitingForEarlier.isEmpty();
    }

    /** Whether there is nothing left to send, now or later, and nothing more will come. */
    boolean isEmpty() {
        return ready.isEmpty()
                && delayed.isEmpty()
                && waitingForEarlier.isEmpty()
                && !splitter.hasNext()
                && request.inputs().isEnded();
    }

    /**
     * How often {@link #next} would give something now, about: a few more than there are when inputs of one key are
     * many, one when it must first be seen whether HubSpot takes such calls at all; 0 exactly when there is nothing.
     */
    int sendable() {
        if (!groups.isEmpty() && areAllGroups(Group::isProven)) {
            return ready.size() + uncut();
        }
        for (Leg leg : ready) {
            if (groupOf(leg).mayGo()) {
                return 1;
            }
        }
        return ready.isEmpty() && areAllGroups(Group::mayGo) ? Math.min(1, uncut()) : 0;
    }

    /**
     * Whether {@link #sendable} or {@link #next} has met so many inputs that cannot go that others should have the
     * thread before it looks on.
     */
    boolean mustLookOn() {
        return ready.isEmpty() && splitter.mustLookOn() && areAllGroups(Group::mayGo);
    }

    private boolean areAllGroups(Predicate<Group> what) {
        for (Group group : groups.values()) {
            if (!what.test(group)) {
                return false;
            }
        }
        return true;
    }

    private int uncut() {
        int most = mostInputs();
        if (request.inputs().isEnded()) {
            return splitter.hasNext() && !splitter.mustLookOn() ? (splitter.left() + most - 1) / most : 0;
        }
        int chunks = splitter.chunks(most, !hasLingered);
        if (chunks == 0 && !hasLingered && !isLingering && splitter.hasNext()) {
            linger();
        }
        return splitter.mustLookOn() ? 0 : chunks;
    }

    /** Trickling inputs would each cost a permit: a chunk that is not full waits for more, but not for long. */
    private void linger() {
        isLingering = true;
        boolean wasKept = isKeptFromFillingUp();
        later.run(lingerNanos, () -> {
            isLingering = false;
            lingers++;
            hasLingered = lingers >= MOST_LINGERS || (!wasKept && !isKeptFromFillingUp());
        });
    }

    /** Whether more inputs are likely to come as soon as a call has ended. */
    private boolean isKeptFromFillingUp() {
        return request.inputs().isHeldBack() && areCallsUnderWay.getAsBoolean();
    }

    private int mostInputs() {
        return account.limits().mostInputs(request.target(), request.envelope().withHistory());
    }

    /** What to send next, a new chunk only when nothing else is ready; null when nothing may go now. */
    @Nullable
    Leg next() {
        for (Leg leg : ready) {
            if (groupOf(leg).mayGo()) {
                ready.remove(leg);
                return leg;
            }
        }
        boolean fullOnly = !request.inputs().isEnded() && !hasLingered;
        Chunk chunk = ready.isEmpty() ? splitter.next(mostInputs(), maxCallBytes, fullOnly) : null;
        if (chunk == null) {
            return null;
        }
        hasLingered = hasLingered && splitter.hasReady();
        lingers = 0;
        Leg leg = Leg.fresh(chunk);
        if (groupOf(leg).mayGo()) {
            return leg;
        }
        ready.add(leg);
        return null;
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
        later.run(delayNanos, () -> {
            if (delayed.remove(leg)) {
                ready.add(leg);
            }
        });
    }

    /**
     * Takes inputs out of {@code leg} that HubSpot says are there twice: each will be sent when the one before it has
     * settled.
     *
     * @return the leg that may be sent now; as large as before when HubSpot's words fit no two inputs
     */
    Leg apart(Leg leg, HubSpotError error) {
        return leg.part(duplicates.apart(leg.inputs(), error.context("ids")));
    }

    /** {@code input} has settled: the input that waited for it may go {@code delayNanos} from now. */
    void settled(Input input, long delayNanos) {
        Input behind = splitter.settled(input);
        if (behind != null) {
            admitLater(behind, delayNanos);
        }
        Input same = duplicates.behind(input);
        if (same != null) {
            admitLater(same, delayNanos);
        }
    }

    private void admitLater(Input input, long delayNanos) {
        if (delayNanos <= 0) {
            splitter.admit(input);
            return;
        }
        waitingForEarlier.add(input);
        later.run(delayNanos, () -> {
            if (waitingForEarlier.remove(input)) {
                splitter.admit(input);
            }
        });
    }

    /**
     * Takes out any leg that is left; null when there is none. Of what is not cut yet only reads and archives: some may
     * ask what an earlier one has asked already, and have its answer.
     */
    @Nullable
    Leg takeAny() {
        Leg leg = ready.poll();
        if (leg == null && !delayed.isEmpty()) {
            leg = delayed.iterator().next();
            delayed.remove(leg);
        }
        Chunk uncut = null;
        if (leg == null && request.target().operation().asksOnce()) {
            do {
                uncut = splitter.next(TAKEN_AT_ONCE, maxCallBytes, false);
            } while (splitter.mustLookOn());
        }
        return uncut == null ? leg : Leg.fresh(uncut);
    }

    /** Takes out the inputs that wait because an earlier one may still be at work, and those behind them; where they are. */
    List<Integer> takeWaiting() {
        List<Integer> taken = new ArrayList<>();
        for (Input input : waitingForEarlier) {
            taken.add(input.position());
            taken.addAll(splitter.behind(input));
        }
        waitingForEarlier.clear();
        return taken;
    }

    /** Takes the next input that was not looked at, which will not be sent; false when there is none. */
    boolean takeArrived(Consumer<Input> taker) {
        return splitter.takeNext(taker);
    }

    /** Positions that ask what {@code input} asked, which has settled: they end with it. */
    List<Integer> askedBy(Input input) {
        return splitter.askedBy(input);
    }

    /** Positions that ask what an earlier one asks, each with that earlier position; in ascending order. */
    Followers followers() {
        return splitter.followers();
    }

    Group groupOf(Leg leg) {
        String idProperty = leg.idProperty();
        return groups.computeIfAbsent(idProperty, p -> new Group(account.isProven(request.target(), idProperty)));
    }
}
