package dev.batchgateway.json;

/** Steps over parts of JSON that is known to be valid: each method answers the index behind what it stepped over. */
final class Skip {
    private Skip() {}

    static int blanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The index behind the last byte before {@code to} that is no blank; {@code least} at the least. */
    static int blanksBefore(byte[] bytes, int to, int least) {
        int at = to;
        while (at > least && bytes[at - 1] <= ' ' && bytes[at - 1] >= 0) {
            at--;
        }
        return at;
    }

    static int blanksAndComma(byte[] bytes, int from, int end) {
        int at = blanks(bytes, from, end);
        return at < end && bytes[at] == ',' ? blanks(bytes, at + 1, end) : at;
    }

    /** From an opening quote to behind the closing one. */
    static int string(byte[] bytes, int quote, int end) {
        int at = PlainText.quoteOrBackslash(bytes, quote + 1, end);
        while (at < end && bytes[at] == '\\') {
            at = PlainText.quoteOrBackslash(bytes, at + 2, end);
        }
        return Math.min(at + 1, end);
    }

    static int value(byte[] bytes, int from, int end) {
        if (from >= end) {
            return end;
        }
        return switch (bytes[from]) {
            case '"' -> string(bytes, from, end);
            case '{', '[' -> container(bytes, from, end);
            default -> scalar(bytes, from, end);
        };
    }

    private static int container(byte[] bytes, int from, int end) {
        int depth = 0;
        int at = from;
        while (at < end) {
            switch (bytes[at]) {
                case '"' -> {
                    at = string(bytes, at, end);
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (--depth == 0) {
                        return at + 1;
                    }
                }
                default -> {}
            }
            at++;
        }
        return end;
    }

    private static int scalar(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            byte b = bytes[at];
            if (b == ',' || b == '}' || b == ']' || (b >= 0 && b <= ' ')) {
                return at;
            }
            at++;
        }
        return end;
    }
}
