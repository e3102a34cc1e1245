package dev.batchgateway.json;

import org.jspecify.annotations.Nullable;

/** Numbers in headers and answers that are not negative, without a pattern: they are read with every call. */
public final class Digits {
    private Digits() {}

    /** The number {@code text} is; -1 when it is none, or has more than {@code most} digits (at most 18). */
    public static long read(@Nullable String text, int most) {
        String digits = text == null ? "" : text.strip();
        if (digits.isEmpty() || digits.length() > most) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
