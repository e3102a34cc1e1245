package dev.batchgateway.edge;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows when something of a stream moved last, and so whether it stands still, and whether its caller can be waited for:
 * one who neither sends nor takes would otherwise keep its place for ever. It only tells; {@link StreamedBatch} looks
 * every {@link #pauseNanos} and does what follows. Confined to one event loop.
 *
 * <p>Three things move: lines come in, inputs end, lines are taken. Who still sends lines that are taken in need not
 * take any; who has sent everything must.
 */
final class StallWatch {
    /** So long a caller that still sends may take nothing before its lines go to disk; at most half of the stall. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
    /** Between two looks, at most; the pause after which a stopped batch's caller is through. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    /** After the end of a stopped batch, more inputs are taken as long as they come without a pause, but not longer. */
    private static final long LONGEST_REST_NANOS = Duration.ofSeconds(10).toNanos();

    /** In stalls, for a caller that takes nothing, and still sends what is thrown away. */
    static final int LONGEST_SILENCE = 10;

    private final Feed feed;
    private final LongSupplier waitingBytes;
    private final LongSupplier clock;
    private final long stallNanos;
    private final long patienceNanos;
    private long movedAt;
    private long takenAt;
    private long arrivedAt;
    private long stoppedAt;
    private boolean isLeaving;
    private long lookedAt;
    private boolean isStalled;

    /**
     * One of a stream that begins now.
     *
     * @param feed what brings its inputs
     * @param waitingBytes of lines that its caller has not taken
     * @param stall it stands still when nothing has moved for so long
     * @param clock a monotonic clock, in nanoseconds
     */
    StallWatch(Feed feed, LongSupplier waitingBytes, Duration stall, LongSupplier clock) {
        this.feed = feed;
        this.waitingBytes = waitingBytes;
        this.clock = clock;
        this.stallNanos = stall.toNanos();
        this.patienceNanos = Math.min(PATIENCE_NANOS, stallNanos / 2);
        long now = clock.getAsLong();
        this.movedAt = now;
        this.takenAt = now;
        this.arrivedAt = now;
        this.lookedAt = now;
    }

    /** Lines have come in. */
    void arrived() {
        arrivedAt = clock.getAsLong();
        movedAt = arrivedAt;
    }

    /** An input has ended; its line is about to wait for the caller. */
    void settled() {
        movedAt = clock.getAsLong();
        startsToWait(movedAt);
    }

    /** The caller has taken lines. */
    void taken() {
        takenAt = clock.getAsLong();
        movedAt = takenAt;
    }

    /** No new call starts. */
    void stopped() {
        stoppedAt = clock.getAsLong();
    }

    /** No more inputs are waited for than its caller sends without a pause. */
    void leaves() {
        isLeaving = true;
    }

    /** Every input has ended; the summary is about to wait for the caller. */
    void ended() {
        startsToWait(clock.getAsLong());
    }

    /** If no line waited, nobody can have taken any since. */
    private void startsToWait(long now) {
        if (waitingBytes.getAsLong() == 0) {
            takenAt = now;
        }
    }

    /** Whether the caller has taken lines lately, so that it need not be helped by the disk. */
    boolean isTaking() {
        return clock.getAsLong() - takenAt < patienceNanos;
    }

    /** How long to wait before the next look: a second, or less when the patience is short. */
    long pauseNanos() {
        return Math.min(LOOK_NANOS, patienceNanos / 2);
    }

    /**
     * Looks, {@link #pauseNanos} after the last time: what is asked below is meant as of now. If this comes later, this
     * program or its machine stood still, and nobody else is to blame for what did not move meanwhile.
     */
    void look() {
        long now = clock.getAsLong();
        forgive(now, now - lookedAt - pauseNanos());
        lookedAt = now;
        if (feed.isHeldBack()) {
            // It may send more, and we let it not.
            arrivedAt = lookedAt;
        }
        isStalled = lookedAt - movedAt >= stallNanos;
    }

    private void forgive(long now, long late) {
        if (late > 0) {
            movedAt = Math.min(now, movedAt + late);
            takenAt = Math.min(now, takenAt + late);
            arrivedAt = Math.min(now, arrivedAt + late);
        }
    }

    /** Whether nothing has moved for too long: the stream ends. */
    boolean isStalled() {
        return isStalled;
    }

    /**
     * Whether there is something for its caller who, for too long, has taken nothing: it is cut off.
     *
     * @param hasEnded whether the end of the answer is there, whatever else waits
     */
    boolean isDeaf(boolean hasEnded) {
        if (!hasEnded && waitingBytes.getAsLong() == 0) {
            return false;
        }
        long silence = lookedAt - takenAt;
        if (isStalled) {
            return silence >= stallNanos;
        }
        if (feed.wasCut()) {
            // It may take them when it is through, but has no right to send for ever what is thrown away.
            return silence >= LONGEST_SILENCE * stallNanos;
        }
        // As long as it sends lines that are taken in, it is not waited for.
        return feed.isThrough() && Math.min(silence, lookedAt - arrivedAt) >= stallNanos;
    }

    /** Whether, of a stream that leaves, no more inputs are taken: its caller has paused, or has had its time. */
    boolean isRestOver() {
        return isLeaving && (lookedAt - arrivedAt >= LOOK_NANOS || lookedAt - stoppedAt >= LONGEST_REST_NANOS);
    }
}
