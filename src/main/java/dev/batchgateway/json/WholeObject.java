package dev.batchgateway.json;

import java.util.Set;

/** Checks texts that are to be one JSON object each, and are there as a whole. Confined to one thread. */
public final class WholeObject {
    /** Takes nothing of what is found. */
    static final EnvelopeScanner.Sink NOTHING = new EnvelopeScanner.Sink() {
        @Override
        public void arrayStarts(String name, long byteOffset) {}

        @Override
        public void element(String name, int index, Slice value, long byteOffset) {}

        @Override
        public void member(String name, Slice whole, Slice value, long byteOffset) {}
    };

    private final Outline outline = new Outline();
    private final WholeValue whole = new WholeValue(outline);

    /**
     * The object that {@code text} is, without the blanks around it; {@link Members} of it cost no second look.
     *
     * @throws MalformedJson when it is not one JSON object
     */
    public Slice of(byte[] text) throws MalformedJson {
        int start = WholeValue.blanks(text, 0, text.length);
        if (start < text.length && text[start] == '{') {
            int end = whole.end(text, start, text.length, start, JsonGrammar.MAX_DEPTH);
            if (end != WholeValue.UNKNOWN && WholeValue.blanks(text, end, text.length) == text.length) {
                return Slice.of(text, start, end - start, outline.numbers(), whole.layout());
            }
        }
        // The grammar knows what is wrong, and where.
        EnvelopeScanner.scan(text, Set.of(), NOTHING);
        return Slice.of(text, start, Skip.blanksBefore(text, text.length, start) - start);
    }
}
