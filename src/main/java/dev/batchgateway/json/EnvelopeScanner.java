package dev.batchgateway.json;

import java.util.Set;

/**
 * Reads one JSON object as it arrives, and hands out the elements of its named arrays ({@code inputs} of a request,
 * {@code results} and {@code errors} of a reply) one by one, and its other members whole. Nothing is decoded and
 * nothing is held but the value being read: elements are slices of segments of {@value #SEGMENT} bytes (larger only
 * for larger values), and a segment is free for collection once its slices are.
 *
 * <p>Use: {@link #take} for each piece that arrives, {@link #end} at the end; or {@link #scan} for a body that is there
 * already. After a failure the scanner is of no more use. Confined to one thread; a call
 * costs a few nanoseconds for each byte given, so what the network hands over at once (tens of kilobytes) never holds
 * an event loop for long.
 */
public final class EnvelopeScanner {
    /** Bytes in a segment: large enough to hold hundreds of inputs, small enough to be given back early. */
    static final int SEGMENT = 64 * 1024;

    /** Bytes of the second one, at least, where the body's length is not known. */
    private static final int LEAST_SEGMENT = SEGMENT / 8;

    /** Bytes of one that begins with a part of a long value, at least, if so many are to come. */
    private static final int LONG_SEGMENT = 4 * SEGMENT;

    /** Receives what the scanner finds, in the order of the bytes. */
    public interface Sink {
        /**
         * One of the named arrays begins.
         *
         * @throws MalformedJson when it must not, for example for the second time
         */
        void arrayStarts(String name, long byteOffset) throws MalformedJson;

        /**
         * One element of a named array.
         *
         * @param index its place in the array, from 0
         * @throws MalformedJson when it is not what the array must hold
         */
        void element(String name, int index, Slice value, long byteOffset) throws MalformedJson;

        /**
         * Any other member of the object; also one that has the name of an array but is none.
         *
         * @throws MalformedJson when it must not be there
         */
        void member(String name, Slice whole, Slice value, long byteOffset) throws MalformedJson;
    }

    private final Set<String> arrays;
    private final Sink sink;
    private final long expected;
    private final JsonGrammar grammar;
    private byte[] bytes;
    private int limit;
    /** Bytes of segments before this one that something was handed out of. */
    private long left;

    private boolean isHandedOut;

    private int nameStart = -1;
    private int valueStart = -1;
    private int elementStart = -1;
    private int elements;
    private boolean inArray;
    private String name = "";

    /**
     * @param arrays the names of the members to hand out element by element
     * @param expectedBytes about how long the body is, 0 when not known; only a hint for the size of segments
     */
    public EnvelopeScanner(Set<String> arrays, long expectedBytes, Sink sink) {
        this(arrays, new byte[(int) Math.max(256, Math.min(expectedBytes, SEGMENT))], expectedBytes, false, sink);
    }

    private EnvelopeScanner(Set<String> arrays, byte[] bytes, long expectedBytes, boolean withOutlines, Sink sink) {
        this.expected = expectedBytes;
        this.arrays = Set.copyOf(arrays);
        this.bytes = bytes;
        this.sink = sink;
        this.grammar = new JsonGrammar(new Edges(), withOutlines);
    }

    /**
     * Reads a body that is there already; slices share {@code body}, and {@link Members} of elements cost no second look.
     *
     * @throws MalformedJson when it is not one JSON object, or the sink refuses it
     */
    public static void scan(byte[] body, Set<String> arrays, Sink sink) throws MalformedJson {
        EnvelopeScanner scanner = new EnvelopeScanner(arrays, body, body.length, true, sink);
        scanner.read(body.length);
        scanner.end();
    }

    /**
     * More bytes: copies and reads them.
     *
     * @throws MalformedJson when the bytes so far cannot be the start of one JSON object, or the sink refuses
     */
    public void take(Slice piece) throws MalformedJson {
        Slice rest = piece;
        int room = bytes.length - limit;
        if (room < piece.length()) {
            if (limit > 0) {
                // To its end: what is left of a segment would be held by what was handed out of it.
                read(piece.sub(0, room).copyTo(bytes, limit));
                rest = piece.sub(room, piece.length());
            }
            grow(rest.length());
        }
        read(rest.copyTo(bytes, limit));
    }

    private void read(int to) throws MalformedJson {
        limit = to;
        try {
            grammar.run(bytes, limit);
        } catch (MalformedJson e) {
            throw located(e);
        }
    }

    /**
     * There are no more bytes.
     *
     * @throws MalformedJson when the object is not complete
     */
    public void end() throws MalformedJson {
        if (!grammar.isDone()) {
            String what = grammar.offsetOf(limit) == 0 ? "the body is empty" : "the body ends too early";
            throw located(new MalformedJson(what, grammar.offsetOf(limit), -1));
        }
    }

    private MalformedJson located(MalformedJson e) {
        return e.position() < 0 && inArray ? e.at(elements) : e;
    }

    /**
     * Bytes that are held as long as everything is that was handed out. That is more than what was read where values are
     * long: what a segment has of one that goes on in the next is there twice.
     */
    public long held() {
        return left + bytes.length;
    }

    /**
     * What {@link #held} may come to with {@code count} more bytes, to be asked before they are given: a long value needs
     * a segment then of twice its length so far.
     */
    public long heldWith(int count) {
        int kept = limit - keepFrom();
        int room = bytes.length - limit;
        return kept > LONG_SEGMENT && room < count ? left + sizeFor(kept + room, count - room) : held();
    }

    /** A new segment that begins with what is still needed of the old one; slices of the old one stay as they are. */
    private void grow(int count) {
        int from = keepFrom();
        int kept = limit - from;
        byte[] larger = new byte[sizeFor(kept, count)];
        System.arraycopy(bytes, from, larger, 0, kept);
        left += isHandedOut ? bytes.length : 0;
        isHandedOut = false;
        bytes = larger;
        limit = kept;
        grammar.moved(from);
        nameStart -= from;
        valueStart -= from;
        elementStart -= from;
    }

    /**
     * How long a segment is that begins with {@code kept} bytes and takes {@code count} at once: no longer than what is to
     * come, if that is known. Of values that are long beside a segment much is there twice, so more of them go into one
     * that is longer.
     */
    private int sizeFor(int kept, int count) {
        long before = grammar.offsetOf(limit);
        boolean isKnown = expected - before >= count;
        long usual;
        if (kept > SEGMENT / 8) {
            usual = Math.max(LONG_SEGMENT, isKnown ? 8L * kept : 0);
        } else {
            usual = isKnown ? SEGMENT : Math.min(SEGMENT, Math.max(LEAST_SEGMENT, 4 * before));
        }
        long wanted = Math.max(usual, 2L * kept + count);
        return (int) Math.min(Integer.MAX_VALUE - 8L, isKnown ? Math.min(wanted, kept + expected - before) : wanted);
    }

    private int keepFrom() {
        if (elementStart >= 0) {
            return elementStart;
        }
        return inArray || nameStart < 0 ? limit : nameStart;
    }

    private final class Edges implements JsonGrammar.Events {
        @Override
        public void nameStarts(int index) {
            nameStart = index;
        }

        @Override
        public void nameEnds(int end) {
            name = JsonText.decode(Slice.of(bytes, nameStart + 1, end - nameStart - 2));
        }

        @Override
        public void valueStarts(int index, int depth) throws MalformedJson {
            if (depth == 1) {
                valueStart = index;
                if (bytes[index] == '[' && arrays.contains(name)) {
                    sink.arrayStarts(name, grammar.offsetOf(index));
                    inArray = true;
                    elements = 0;
                }
            } else if (depth == 2 && inArray) {
                elementStart = index;
            }
        }

        @Override
        public void valueEnds(int end, int depth) throws MalformedJson {
            if (depth == 2 && inArray) {
                int length = end - elementStart;
                Slice value = Slice.of(bytes, elementStart, length, grammar.outline(), grammar.layout());
                isHandedOut = true;
                sink.element(name, elements, value, grammar.offsetOf(elementStart));
                elements++;
                elementStart = -1;
            } else if (depth == 1) {
                endMember(end);
            }
        }

        private void endMember(int end) throws MalformedJson {
            if (inArray) {
                inArray = false;
            } else {
                Slice whole = Slice.of(bytes, nameStart, end - nameStart);
                isHandedOut = true;
                sink.member(name, whole, Slice.of(bytes, valueStart, end - valueStart), grammar.offsetOf(nameStart));
            }
            nameStart = -1;
        }
    }
}
