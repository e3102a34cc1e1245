package dev.batchgateway.edge;

import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.room.Share;
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

    /** What a stream may have open for certain, and is counted with. */
    static final long LEAST_BYTES = 128 * 1024;

    /**
     * However full the gateway is, a stream may have so much open as long as that is less than the inputs of a call: calls
     * that are not full would spend more of HubSpot's rate limit. So long may a line be that is let in.
     */
    static final long MOST_FOR_A_CALL = 256 * 1024;

    private final Share lines;
    private final Shares room;
    private final long reservedBytes;
    private final long mostBytes;
    private final ReadAhead readAhead;
    private long bytes;
    private int inputs;
    private long begunBytes;
    private long countedBytes;
    private boolean isStarved;

    /**
     * @param lines where lines are counted that have begun to come
     * @param inputs where inputs are
     * @param reservedBytes what that holds for them already, however little is open
     * @param mostBytes most bytes that may be open before no more are let in
     * @param readAhead how many inputs may be
     */
    InputWindow(Share lines, Shares inputs, long reservedBytes, long mostBytes, ReadAhead readAhead) {
        this.lines = lines;
        this.room = inputs;
        this.reservedBytes = reservedBytes;
        this.mostBytes = Math.max(LEAST_BYTES, mostBytes);
        this.readAhead = readAhead;
    }

    /** An input of so many bytes has come. */
    void entered(int length) {
        // It was counted as a line that has begun.
        begun(0);
        bytes += length + OVERHEAD_BYTES;
        inputs++;
        isStarved = !count();
    }

    /** Of the line that is coming so many bytes are held now; false, and they are not counted, when there is no room. */
    boolean begun(int length) {
        long more = length - begunBytes;
        if (more > 0 && length > MOST_FOR_A_CALL && !lines.take(more)) {
            begun(0);
            return false;
        }
        if (more > 0 && length <= MOST_FOR_A_CALL) {
            lines.force(more);
        } else if (more < 0) {
            lines.give(-more);
        }
        begunBytes = length;
        return true;
    }

    /** An input of so many bytes has ended. */
    void left(int length) {
        bytes -= length + OVERHEAD_BYTES;
        inputs--;
        count();
    }

    /** Brings what is counted to what is open; false when it went past the room there is. */
    private boolean count() {
        long more = Math.max(0, bytes - reservedBytes) - countedBytes;
        countedBytes += more;
        if (more <= 0) {
            room.give(-more);
            return true;
        }
        if (room.take(more)) {
            return true;
        }
        room.force(more);
        return false;
    }

    /** Whether no more should be let in now. */
    boolean isFull() {
        return bytes >= mostBytes || inputs >= readAhead.most() || (isStarved && isEnough());
    }

    private boolean isEnough() {
        return bytes >= MOST_FOR_A_CALL || (bytes >= LEAST_BYTES && inputs >= readAhead.inputsOfCall());
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
