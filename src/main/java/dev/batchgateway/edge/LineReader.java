package dev.batchgateway.edge;

import dev.batchgateway.batch.NoInput;
import dev.batchgateway.json.LineEnd;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;
import dev.batchgateway.json.WholeObject;
import java.util.Arrays;

/**
 * Cuts an NDJSON body, which comes in pieces, into its lines: each is an input of its own, in an array of its own, so
 * that one input that is open for long holds no others. A line that is no JSON object, or that is too long, is the
 * refused input at its place; blank lines are none. Confined to one thread.
 */
final class LineReader {
    /** Takes what was read, in order. */
    interface Sink {
        /** A line that holds a JSON object. */
        void input(Slice line);

        /** A line that does not. */
        void refused(NoInput why);
    }

    /** Most bytes of blanks around an input that stay in its array: 400 bytes are counted for it beside its own. */
    private static final int FEW_BLANKS = 64;

    private static final int ALWAYS_LET_IN = (int) InputWindow.MOST_FOR_A_CALL;

    private final int maxLine;
    private final String tooLong;
    private final Sink sink;
    private final WholeObject object = new WholeObject();
    /** The beginning of a line whose end has not come yet. */
    private byte[] begun = {};

    private int begunLength;
    private boolean isTooLong;
    private int number;

    /**
     * @param maxLine most bytes of a line, its end not counted
     */
    LineReader(int maxLine, Sink sink) {
        this.maxLine = maxLine;
        this.tooLong = "is longer than " + maxLine + " bytes";
        this.sink = sink;
    }

    /** More bytes of the body. They are not kept. */
    void arrived(byte[] bytes) {
        int from = 0;
        for (int end = LineEnd.in(bytes, 0); end < bytes.length; end = LineEnd.in(bytes, from)) {
            line(bytes, from, end);
            from = end + 1;
        }
        begin(bytes, from, bytes.length);
    }

    /** There are no more; the last line need not have an end. */
    void ended() {
        line(begun, 0, 0);
    }

    /** Bytes that are held of a line whose end has not come. */
    int held() {
        return begun.length;
    }

    /** There is no room for the line that has begun: the next one that is refused is this one, when its end has come. */
    void dropBegun() {
        isTooLong = true;
        begun = new byte[0];
        begunLength = 0;
    }

    private void begin(byte[] bytes, int from, int to) {
        int count = to - from;
        if (isTooLong || (long) begunLength + count > maxLine) {
            isTooLong = isTooLong || count > 0;
            begun = new byte[0];
            begunLength = 0;
            return;
        }
        if (begun.length - begunLength < count) {
            begun = Arrays.copyOf(begun, roomFor(begunLength + count));
        }
        System.arraycopy(bytes, from, begun, begunLength, count);
        begunLength += count;
    }

    /** Twice as much as there is, but past what is always let in no more than is needed: it would be dropped for it. */
    private int roomFor(int length) {
        int twice = 2 * begun.length;
        int usual = length <= ALWAYS_LET_IN ? Math.min(twice, ALWAYS_LET_IN) : twice;
        return Math.min(maxLine, Math.max(usual, length));
    }

    private void line(byte[] bytes, int from, int to) {
        byte[] line;
        if (begunLength == 0 && !isTooLong && to - from <= maxLine) {
            line = Arrays.copyOfRange(bytes, from, to);
        } else {
            begin(bytes, from, to);
            line = Arrays.copyOf(begun, begunLength);
        }
        boolean wasTooLong = isTooLong;
        begun = begun.length > 0 ? new byte[0] : begun;
        begunLength = 0;
        isTooLong = false;
        number++;
        if (wasTooLong) {
            sink.refused(BadLine.asAWhole(number, tooLong));
        } else if (!isBlank(line)) {
            read(line);
        }
    }

    private void read(byte[] line) {
        Slice input;
        try {
            input = object.of(line);
        } catch (MalformedJson e) {
            sink.refused(BadLine.of(number, e));
            return;
        }
        // Else an array of a megabyte would be held, and a few bytes counted.
        sink.input(line.length - input.length() > FEW_BLANKS ? input.compact() : input);
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
