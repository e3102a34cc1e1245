package dev.batchgateway.json;

import org.jspecify.annotations.Nullable;

/**
 * RFC 8259 as a machine that can stop after any byte and go on later: structure, strings, numbers and literals are
 * checked here, UTF-8 by {@link Utf8Check}. It tells its {@link Events} where values of the two outermost levels
 * start and end, which is all that slicing needs.
 *
 * <p>At most {@value #MAX_DEPTH} containers inside each other (DESIGN section 3.1), so that one {@code long} holds
 * which of them are objects. Indices are those of the array being run over.
 */
final class JsonGrammar {
    static final int MAX_DEPTH = 64;

    /** Told of values at depth 1 (members of the outermost object) and 2, and of the names at depth 1. */
    interface Events {
        void nameStarts(int index);

        void nameEnds(int end);

        void valueStarts(int index, int depth) throws MalformedJson;

        void valueEnds(int end, int depth) throws MalformedJson;
    }

    private static final int VALUE = 0;
    private static final int VALUE_OR_END = 1;
    private static final int NAME = 2;
    private static final int NAME_OR_END = 3;
    private static final int COLON = 4;
    private static final int AFTER_VALUE = 5;
    private static final int STRING = 6;
    private static final int ESCAPE = 7;
    private static final int HEX = 8;
    private static final int UTF8_TAIL = 9;
    private static final int NUMBER = 10;
    private static final int LITERAL = 11;
    private static final int START = 12;
    private static final int DONE = 13;

    private final Events events;
    private final Utf8Check utf8 = new Utf8Check();
    private final NumberCheck number = new NumberCheck();
    private final @Nullable Outline outline;
    private final WholeValue whole;
    /** Whether a container may end before the limit, as no one was met yet that does not. */
    private boolean mayBeWhole;

    private boolean endsWhole;

    private int state = START;
    private int depth;
    private long objects;
    private boolean inName;
    private int hexLeft;
    private String literal = "";
    private String literalOrElse = "";
    private int literalAt;
    private int at;
    private long base;

    /** @param withOutlines whether {@link #outline} is wanted */
    JsonGrammar(Events events, boolean withOutlines) {
        this.events = events;
        this.outline = withOutlines ? new Outline() : null;
        this.whole = new WholeValue(outline);
    }

    boolean isDone() {
        return state == DONE;
    }

    /** The array was exchanged for another, in which the same bytes stand {@code delta} further left. */
    void moved(int delta) {
        at -= delta;
        base += delta;
    }

    /** Where in the whole text the byte at {@code index} of the array stands. */
    long offsetOf(int index) {
        return base + index;
    }

    /** The {@link Outline} of the value that ends just now; null when there is none. */
    int @Nullable [] outline() {
        return endsWhole && outline != null ? outline.numbers() : null;
    }

    /** The layout of the object that ends just now; null when that is not known, and for anything else. */
    @Nullable
    Layout layout() {
        return endsWhole ? whole.layout() : null;
    }

    /** Runs from where it stands up to {@code limit}. */
    void run(byte[] bytes, int limit) throws MalformedJson {
        mayBeWhole = true;
        while (at < limit) {
            byte b = bytes[at];
            switch (state) {
                case STRING -> inString(bytes, limit);
                case UTF8_TAIL -> tail(b);
                case ESCAPE -> escape(b);
                case HEX -> hex(b);
                case NUMBER -> inNumber(bytes, limit);
                case LITERAL -> inLiteral(b);
                default -> {
                    if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                        at++;
                    } else {
                        structure(b, bytes, limit);
                    }
                }
            }
        }
    }

    private void structure(byte b, byte[] bytes, int limit) throws MalformedJson {
        switch (state) {
            case VALUE -> value(b, bytes, limit);
            case VALUE_OR_END -> {
                if (b == ']') {
                    close(b);
                } else {
                    value(b, bytes, limit);
                }
            }
            case NAME_OR_END -> {
                if (b == '}') {
                    close(b);
                } else {
                    name(b, bytes, limit);
                }
            }
            case NAME -> name(b, bytes, limit);
            case COLON -> {
                expect(b == ':', "':' was expected", b);
                state = VALUE;
                at++;
            }
            case AFTER_VALUE -> afterValue(b);
            case START -> {
                expect(b == '{', "an object was expected", b);
                value(b, bytes, limit);
            }
            default -> throw wrong("there is text after the end", b);
        }
    }

    private void value(byte b, byte[] bytes, int limit) throws MalformedJson {
        if (depth <= 2) {
            events.valueStarts(at, depth);
        }
        if (b == '"') {
            at++;
            inString(bytes, limit);
            return;
        }
        if ((b == '{' || b == '[') && depth >= 2 && mayBeWhole) {
            int end = whole.end(bytes, at, limit, at, MAX_DEPTH - depth);
            if (end != WholeValue.UNKNOWN) {
                at = end;
                endsWhole = b == '{';
                valueEnded();
                endsWhole = false;
                return;
            }
            mayBeWhole = false;
        }
        switch (b) {
            case '{' -> open(true);
            case '[' -> open(false);
            case 't' -> literal("true", "'true' was expected");
            case 'f' -> literal("false", "'false' was expected");
            case 'n' -> literal("null", "'null' was expected");
            default -> {
                expect(number.start(b), "a value was expected", b);
                state = NUMBER;
            }
        }
        at++;
    }

    private void open(boolean object) throws MalformedJson {
        if (depth == MAX_DEPTH) {
            throw new MalformedJson("nested deeper than " + MAX_DEPTH + " levels", offsetOf(at), -1);
        }
        objects = object ? objects | (1L << depth) : objects & ~(1L << depth);
        depth++;
        state = object ? NAME_OR_END : VALUE_OR_END;
    }

    private void close(byte b) throws MalformedJson {
        expect(inObject() == (b == '}'), inObject() ? "',' or '}' was expected" : "',' or ']' was expected", b);
        depth--;
        at++;
        valueEnded();
    }

    private void valueEnded() throws MalformedJson {
        state = depth == 0 ? DONE : AFTER_VALUE;
        if (depth <= 2) {
            events.valueEnds(at, depth);
        }
    }

    private void afterValue(byte b) throws MalformedJson {
        if (b == ',') {
            state = inObject() ? NAME : VALUE;
            at++;
        } else {
            expect(b == '}' || b == ']', inObject() ? "',' or '}' was expected" : "',' or ']' was expected", b);
            close(b);
        }
    }

    private void name(byte b, byte[] bytes, int limit) throws MalformedJson {
        expect(b == '"', "a name in quotes was expected", b);
        if (depth == 1) {
            events.nameStarts(at);
        }
        inName = true;
        at++;
        inString(bytes, limit);
    }

    /** Goes on with a string: most end here, without an escape or a character beyond ASCII. */
    private void inString(byte[] bytes, int limit) throws MalformedJson {
        at = PlainText.end(bytes, at, limit);
        if (at == limit) {
            state = STRING;
            return;
        }
        byte b = bytes[at];
        if (b == '"') {
            at++;
            stringEnded();
        } else if (b == '\\') {
            at++;
            state = ESCAPE;
        } else {
            expect(b < 0, "a control character inside a string", b);
            expect(utf8.lead(b), "not UTF-8", b);
            at++;
            state = UTF8_TAIL;
        }
    }

    private void stringEnded() throws MalformedJson {
        if (inName) {
            inName = false;
            state = COLON;
            if (depth == 1) {
                events.nameEnds(at);
            }
        } else {
            valueEnded();
        }
    }

    private void tail(byte b) throws MalformedJson {
        expect(utf8.tail(b), "not UTF-8", b);
        at++;
        if (utf8.isComplete()) {
            state = STRING;
        }
    }

    private void escape(byte b) throws MalformedJson {
        if (b == 'u') {
            hexLeft = 4;
            state = HEX;
        } else {
            expect("\"\\/bfnrt".indexOf(b) >= 0, "an unknown escape", b);
            state = STRING;
        }
        at++;
    }

    private void hex(byte b) throws MalformedJson {
        expect(Character.digit(b, 16) >= 0, "four hexadecimal digits were expected", b);
        at++;
        if (--hexLeft == 0) {
            state = STRING;
        }
    }

    private void inNumber(byte[] bytes, int limit) throws MalformedJson {
        while (at < limit) {
            byte b = bytes[at];
            if (NumberCheck.belongs(b)) {
                expect(number.next(b), "not a number", b);
                at++;
            } else {
                expect(number.isComplete(), "not a number", b);
                valueEnded();
                return;
            }
        }
    }

    private void literal(String text, String otherwise) {
        literal = text;
        literalOrElse = otherwise;
        literalAt = 1;
        state = LITERAL;
    }

    private void inLiteral(byte b) throws MalformedJson {
        if (b != literal.charAt(literalAt)) {
            throw wrong(literalOrElse, b);
        }
        at++;
        if (++literalAt == literal.length()) {
            valueEnded();
        }
    }

    private boolean inObject() {
        return (objects & (1L << (depth - 1))) != 0;
    }

    private void expect(boolean holds, String what, byte found) throws MalformedJson {
        if (!holds) {
            throw wrong(what, found);
        }
    }

    private MalformedJson wrong(String what, byte found) {
        return new MalformedJson(what, found & 0xFF, offsetOf(at), -1);
    }
}
