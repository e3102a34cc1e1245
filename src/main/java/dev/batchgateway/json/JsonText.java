package dev.batchgateway.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Between JSON string literals and Java strings. Input is valid JSON; the methods keep no state. */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /**
     * The text of a scalar: a string without its quotes and escapes, a number or a boolean as it is written. Null for
     * {@code null}, an object or an array.
     */
    public static @Nullable String scalar(Slice value) {
        if (value.length() == 0) {
            return null;
        }
        return switch (value.at(0)) {
            case '"' -> decode(value.sub(1, value.length() - 1));
            case '{', '[', 'n' -> null;
            default -> value.toString();
        };
    }

    /** As {@link #scalar}, but only for a string: null for anything else. */
    public static @Nullable String string(Slice value) {
        return value.length() > 1 && value.at(0) == '"' ? scalar(value) : null;
    }

    /** The text between the quotes of a literal, its escapes resolved. */
    static String decode(Slice inside) {
        String raw = inside.toString();
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int from = 0;
        while (escape >= 0 && escape + 1 < raw.length()) {
            text.append(raw, from, escape);
            char kind = raw.charAt(escape + 1);
            if (kind == 'u' && escape + 6 <= raw.length()) {
                text.append((char) Integer.parseInt(raw, escape + 2, escape + 6, 16));
                from = escape + 6;
            } else {
                text.append(unescape(kind));
                from = escape + 2;
            }
            escape = raw.indexOf('\\', from);
        }
        return text.append(raw, from, raw.length()).toString();
    }

    /** {@code text} as a JSON string literal with its quotes. Control characters and lone surrogates are escaped. */
    public static String quote(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ' || isLoneSurrogate(text, i)) {
                appendUnicode(literal, c);
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    /** {@link #quote} as UTF-8 bytes. */
    public static byte[] quoteBytes(String text) {
        return quote(text).getBytes(StandardCharsets.UTF_8);
    }

    private static void appendUnicode(StringBuilder literal, char c) {
        literal.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            literal.append(HEX.charAt((c >> shift) & 0xF));
        }
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static char unescape(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
