package dev.batchgateway.edge;

import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.room.Shares;

/**
 * How much of a stream is open: inputs that have come and have not ended. More are let in while there is room; a few are
 * let in however full the gateway is, so that every stream moves on. Confined to one thread.
 *
 * <p>Whoever finds it full calls {@link #closed}, lets nothing in until it has room, and then calls {@link #opened}.
 */
final class InputWindow {
    /**
     * What one open input costs beside its bytes: what was read out of it, its arrays' headers, and its places in maps.
     * In a heap of Java 25 with 75,000 of them it was 396 bytes.
     */
    private static final long OVERHEAD_BYTES = 400;

    /** What a stream may have open for certain: one call at least of inputs of up to 900 bytes. */
    static final long LEAST_BYTES = 128 * 1024;

    /** A line of no more than this is let in however full the gateway is. */
    static final long USUAL_LINE = 256 * 1024;

    private final Shares shares;
    private final long reservedBytes;
    private final long mostBytes;
    private final ReadAhead readAhead;
    private long bytes;
    private int inputs;
    private long begunBytes;
    private long countedBytes;
    private boolean isStarved;

    /**
     * @param shares where it is counted
     * @param reservedBytes what they hold for this already, however little is open
     * @param mostBytes most bytes that may be open before no more are let in
     * @param readAhead how many inputs may be
     */
    InputWindow(Shares shares, long reservedBytes, long mostBytes, ReadAhead readAhead) {
        this.shares = shares;
        this.reservedBytes = reservedBytes;
        this.mostBytes = Math.max(LEAST_BYTES, mostBytes);
        this.readAhead = readAhead;
    }

    /** An input of so many bytes has come. */
    void entered(int length) {
        bytes += length + OVERHEAD_BYTES;
        inputs++;
        isStarved = !count();
        if (isStarved) {
            countAnyway();
        }
    }

    /** Of the line that is coming so many bytes are held now; false, and they are not counted, when there is no room. */
    boolean begun(int length) {
        boolean hasGrown = length > begunBytes;
        begunBytes = length;
        if (count()) {
            return true;
        }
        if (hasGrown && length > USUAL_LINE) {
            begunBytes = 0;
            countAnyway();
            return false;
        }
        countAnyway();
        return true;
    }

    /** An input of so many bytes has ended. */
    void left(int length) {
        bytes -= length + OVERHEAD_BYTES;
        inputs--;
        countAnyway();
    }

    /** Brings the shares to what is open; false when there is no room for it, and then nothing has changed. */
    private boolean count() {
        long more = uncounted();
        if (more > 0 && !shares.take(more)) {
            return false;
        }
        shares.give(Math.max(0, -more));
        countedBytes += more;
        return true;
    }

    /** The same for what is there already, room or not. */
    private void countAnyway() {
        if (!count()) {
            long more = uncounted();
            shares.force(more);
            countedBytes += more;
        }
    }

    private long uncounted() {
        return Math.max(0, bytes + begunBytes - reservedBytes) - countedBytes;
    }

    /** Whether no more should be let in now. */
    boolean isFull() {
        return bytes >= mostBytes || inputs >= readAhead.most() || (isStarved && bytes >= LEAST_BYTES);
    }

    /** No more are let in from now on, because it is full. */
    void closed() {
        readAhead.filled(inputs);
    }

    /** Whether there is room again, after it was full: not one by one. */
    boolean hasRoom() {
        return bytes <= (isStarved ? LEAST_BYTES : mostBytes) / 2 && inputs <= readAhead.most() / 4 * 3;
    }

    /** More are let in again; {@code run} is where those go that are open. */
    void opened(BatchRun run) {
        readAhead.drained(run.callsEnded(), run.isAllUnderWay());
    }

    /** No call starts any more: from now on only bytes bound what is open. */
    void noMoreCalls() {
        readAhead.noMoreCalls();
    }
}
