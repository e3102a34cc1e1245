package dev.batchgateway.json;

import java.nio.charset.StandardCharsets;

/** Checks scalars that are there from their first byte to their last. It only ever says yes, like {@link WholeValue}. */
final class Scalars {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Utf8Check utf8 = new Utf8Check();
    private final NumberCheck number = new NumberCheck();

    /** The index behind the scalar whose first byte, at {@code from}, is {@code first}; or {@link WholeValue#UNKNOWN}. */
    int end(byte[] bytes, int from, int limit, byte first) {
        return switch (first) {
            case '"' -> string(bytes, from + 1, limit);
            case 't' -> literal(TRUE, bytes, from, limit);
            case 'f' -> literal(FALSE, bytes, from, limit);
            case 'n' -> literal(NULL, bytes, from, limit);
            default -> number(bytes, from, limit);
        };
    }

    /** From behind the opening quote to behind the closing one. */
    int string(byte[] bytes, int from, int limit) {
        int at = PlainText.end(bytes, from, limit);
        while (at < limit && bytes[at] != '"') {
            at = bytes[at] == '\\' ? escape(bytes, at + 1, limit) : character(bytes, at, limit);
            if (at == WholeValue.UNKNOWN) {
                return WholeValue.UNKNOWN;
            }
            at = PlainText.end(bytes, at, limit);
        }
        return at < limit ? at + 1 : WholeValue.UNKNOWN;
    }

    /** A character of several bytes; a control character is none. */
    private int character(byte[] bytes, int from, int limit) {
        if (!utf8.lead(bytes[from])) {
            return WholeValue.UNKNOWN;
        }
        int at = from + 1;
        for (; !utf8.isComplete(); at++) {
            if (at == limit || !utf8.tail(bytes[at])) {
                return WholeValue.UNKNOWN;
            }
        }
        return at;
    }

    private static int escape(byte[] bytes, int from, int limit) {
        if (from < limit && bytes[from] != 'u') {
            return "\"\\/bfnrt".indexOf(bytes[from]) >= 0 ? from + 1 : WholeValue.UNKNOWN;
        }
        int end = from + 5;
        for (int at = from + 1; at < end; at++) {
            if (at >= limit || Character.digit(bytes[at], 16) < 0) {
                return WholeValue.UNKNOWN;
            }
        }
        return end;
    }

    private static int literal(byte[] literal, byte[] bytes, int from, int limit) {
        int end = from + literal.length;
        if (end > limit) {
            return WholeValue.UNKNOWN;
        }
        for (int i = 0; i < literal.length; i++) {
            if (bytes[from + i] != literal[i]) {
                return WholeValue.UNKNOWN;
            }
        }
        return end;
    }

    private int number(byte[] bytes, int from, int limit) {
        if (!number.start(bytes[from])) {
            return WholeValue.UNKNOWN;
        }
        int at = from + 1;
        for (; at < limit && NumberCheck.belongs(bytes[at]); at++) {
            if (!number.next(bytes[at])) {
                return WholeValue.UNKNOWN;
            }
        }
        return at < limit && number.isComplete() ? at : WholeValue.UNKNOWN;
    }
}
