package dev.batchgateway.json;

import dev.batchgateway.testing.Handed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All that a scanner says about some bytes, as texts that can be compared.
 *
 * @param events arrays, elements and members in order, each with its byte offset
 * @param failure where and why it stopped; empty when the bytes are well-formed
 */
record Scanned(List<String> events, String failure) {
    static final Set<String> ARRAYS = Set.of("inputs", "results");

    /** Scans {@code bytes} handed over in pieces, {@code sizes} after each other, the rest at last. */
    static Scanned inPieces(byte[] bytes, List<Integer> sizes, long expected) {
        Recorder recorder = new Recorder();
        EnvelopeScanner scanner = new EnvelopeScanner(ARRAYS, expected, recorder);
        try {
            int from = 0;
            for (int size : sizes) {
                int to = Math.min(bytes.length, from + size);
                scanner.take(Handed.over(bytes, from, to));
                from = to;
            }
            scanner.take(Handed.over(bytes, from, bytes.length));
            scanner.end();
            return new Scanned(recorder.shown(), "");
        } catch (MalformedJson e) {
            return new Scanned(recorder.shown(), describe(e));
        }
    }

    static Scanned whole(byte[] bytes) {
        Recorder recorder = new Recorder();
        try {
            EnvelopeScanner.scan(bytes, ARRAYS, recorder);
            return new Scanned(recorder.shown(), "");
        } catch (MalformedJson e) {
            return new Scanned(recorder.shown(), describe(e));
        }
    }

    boolean isWellFormed() {
        return failure.isEmpty();
    }

    private static String describe(MalformedJson e) {
        return e.getMessage() + " at " + e.byteOffset() + " in " + e.position();
    }

    /** Keeps the slices, and reads them only at the end: those handed out early must not have changed by then. */
    private static final class Recorder implements EnvelopeScanner.Sink {
        private final List<Object> parts = new ArrayList<>();

        @Override
        public void arrayStarts(String name, long byteOffset) {
            parts.add("array " + name + " at " + byteOffset + "|");
        }

        @Override
        public void element(String name, int index, Slice value, long byteOffset) {
            parts.add("element " + name + " " + index + " at " + byteOffset + ": ");
            parts.add(value);
            parts.add("|");
        }

        @Override
        public void member(String name, Slice whole, Slice value, long byteOffset) {
            parts.add("member " + name + " at " + byteOffset + ": ");
            parts.add(whole);
            parts.add(" = ");
            parts.add(value);
            parts.add("|");
        }

        private List<String> shown() {
            StringBuilder all = new StringBuilder();
            parts.forEach(all::append);
            return List.of(all.toString().split("\\|(?=array |element |member |$)", -1));
        }
    }
}
