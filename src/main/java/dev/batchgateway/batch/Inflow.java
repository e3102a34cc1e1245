package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Inputs that come one by one, with more to come until {@link #end}. How many may be here at once is for whoever
 * offers them to bound. Confined to its batch's thread.
 */
public final class Inflow extends InputSource {
    /** One of the two; neither when there was no room for it. */
    private record Arrived(@Nullable Slice input, @Nullable NoInput refusal) {}

    private final Deque<Arrived> waiting = new ArrayDeque<>();
    private final Map<Integer, Input> aside = new HashMap<>(0);
    private Runnable onArrival = () -> {};
    private @Nullable NoInput refusal;
    private int taken;
    private boolean isEnded;
    private boolean isHeldBack;

    /** The next input has come, a JSON object. */
    public void offer(Slice input) {
        arrived(new Arrived(input, null));
    }

    /** What has come is no input: its position ends as rejected, with {@code why}. */
    public void refuse(NoInput why) {
        arrived(new Arrived(null, why));
    }

    /** An input has come for which there was no room: its position ends as unsent. */
    public void drop() {
        arrived(new Arrived(null, null));
    }

    /** No more will come. */
    public void end() {
        isEnded = true;
    }

    /** Tells the batch that something has come, or the end of it; after one or many of those above. */
    public void tell() {
        onArrival.run();
    }

    /** Whether more are kept from coming until some that are open have ended. */
    public void holdBack(boolean now) {
        isHeldBack = now;
    }

    private void arrived(Arrived one) {
        if (isEnded) {
            throw new IllegalStateException("An input came behind the end");
        }
        waiting.add(one);
    }

    @Override
    boolean hasNow() {
        return !waiting.isEmpty();
    }

    @Override
    int position() {
        return taken;
    }

    @Override
    @Nullable
    Slice take() {
        Arrived next = waiting.remove();
        taken++;
        refusal = next.refusal;
        return next.input;
    }

    @Override
    HubSpotError refusal() {
        return Objects.requireNonNull(refusal).error();
    }

    @Override
    Outcome ending() {
        return refusal == null ? new Outcome.Unsent(Reason.NO_ROOM, null) : super.ending();
    }

    @Override
    int left() {
        return waiting.size();
    }

    @Override
    public boolean isEnded() {
        return isEnded;
    }

    @Override
    public boolean isHeldBack() {
        return isHeldBack && !isEnded;
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public int count() {
        return taken + waiting.size();
    }

    @Override
    public void onArrival(Runnable task) {
        onArrival = task;
    }

    @Override
    void putAside(Input input) {
        aside.put(input.position(), input);
    }

    @Override
    Input again(int position, InputReader reader) {
        return Objects.requireNonNull(aside.remove(position), "It was put aside");
    }

    @Override
    Askers askers(InputReader reader) {
        return new OpenAskers();
    }

    @Override
    public Outcomes outcomes(InputReader reader, OutcomeSink sink) {
        return new ToldOutcomes(this, sink);
    }
}
