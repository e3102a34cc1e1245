package dev.batchgateway.edge;

import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.room.Share;

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

    /** What a stream may have open for certain. */
    static final long LEAST_BYTES = 256 * 1024;

    private final Share share;
    private final long reservedBytes;
    private final long mostBytes;
    private final ReadAhead readAhead;
    private long bytes;
    private int inputs;
    private long begunBytes;
    private long countedBytes;
    private boolean isStarved;

    /**
     * @param reservedBytes what {@code share} holds for this already, however little is open
     * @param mostBytes most bytes that may be open before no more are let in
     * @param readAhead how many inputs may be
     */
    InputWindow(Share share, long reservedBytes, long mostBytes, ReadAhead readAhead) {
        this.share = share;
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
        if (hasGrown && length > LEAST_BYTES) {
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

    /** Brings the share up to what is open; false when there is no room for it, and then nothing has changed. */
    private boolean count() {
        long more = uncounted();
        if (more > 0 && !share.take(more)) {
            return false;
        }
        share.give(Math.max(0, -more));
        countedBytes += more;
        return true;
    }

    /** The same for what is there already, room or not. */
    private void countAnyway() {
        if (!count()) {
            long more = uncounted();
            share.force(more);
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
