package dev.batchgateway.edge;

import java.util.function.LongSupplier;

/**
 * How many inputs of a stream may be open: as many as HubSpot's rate limit needs, and few enough that they end while the
 * garbage collector still counts them as new. It begins with 25 calls, which is what HubSpot allows in a second with its
 * API limit increase (API-FACTS 2.3): enough while a call takes no longer than that. Where it does, nothing waits for a
 * permit, and calls end slower than HubSpot allows; then it is doubled, up to a thousand calls. Confined to one thread.
 */
final class ReadAhead {
    /** What it begins with. */
    static final int FEWEST_CALLS = 25;

    /** Who has so many calls a second is not held up: somewhat more than HubSpot allows anybody. */
    static final int CALLS_A_SECOND = 40;

    /** Many more than may be under way at once. */
    static final int MOST_CALLS = 1_000;

    private static final double NANOS = 1e9;

    private final int inputsOfCall;
    private final LongSupplier nanoClock;
    private int most;
    private boolean isFull;
    private boolean isMeasuring;
    private long fullAt;
    private long fullNanos;
    private int endedBefore;

    /**
     * @param inputsOfCall most inputs of one call, at least 1
     * @param nanoClock monotonic
     */
    ReadAhead(int inputsOfCall, LongSupplier nanoClock) {
        this.inputsOfCall = inputsOfCall;
        this.nanoClock = nanoClock;
        this.most = FEWEST_CALLS * inputsOfCall;
    }

    /** Most inputs of one call. */
    int inputsOfCall() {
        return inputsOfCall;
    }

    /** Inputs that may be open before no more are let in. */
    int most() {
        return most;
    }

    /** So many are open, and no more are let in now. */
    void filled(int open) {
        isFull = open >= most;
        fullAt = nanoClock.getAsLong();
    }

    /**
     * Some have ended, and more are let in again. Calls end in clumps, so the time is taken in which as many calls end
     * as may be open; of it only what the caller was not read, since it may pause by itself.
     *
     * @param callsEnded calls of the stream that have ended so far
     * @param isAllUnderWay whether more inputs would have been sent at once
     */
    void drained(int callsEnded, boolean isAllUnderWay) {
        if (!isFull || !isAllUnderWay) {
            isMeasuring = false;
            return;
        }
        int calls = callsEnded - endedBefore;
        fullNanos += nanoClock.getAsLong() - fullAt;
        if (isMeasuring && calls < most / inputsOfCall) {
            return;
        }
        if (isMeasuring && calls < CALLS_A_SECOND * fullNanos / NANOS) {
            most = Math.min(MOST_CALLS * inputsOfCall, 2 * most);
        }
        isMeasuring = true;
        fullNanos = 0;
        endedBefore = callsEnded;
    }

    /** No call starts any more: what is open does not matter to HubSpot. */
    void noMoreCalls() {
        most = Integer.MAX_VALUE;
    }
}
