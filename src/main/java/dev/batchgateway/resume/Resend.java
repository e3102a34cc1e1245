package dev.batchgateway.resume;

import org.jspecify.annotations.Nullable;

/**
 * What a request says about earlier attempts of it.
 *
 * @param key its {@code Idempotency-Key}; null when it has none
 * @param isCounted whether its attempts are counted at all ({@code X-Stainless-Retry-Count}, 0 the first time): then it
 *     may come again
 * @param isMarked whether this is the second attempt or a later one
 */
public record Resend(@Nullable String key, boolean isCounted, boolean isMarked) {
    /** Longest {@code Idempotency-Key}, in characters. */
    public static final int LONGEST_KEY = 255;

    private static final String COUNT = "\\d{1,9}";

    /**
     * Reads the two headers; a count that is no number says nothing.
     *
     * @param key {@code Idempotency-Key}, which {@link #isKey}
     * @param count {@code X-Stainless-Retry-Count}
     */
    public static Resend of(@Nullable String key, @Nullable String count) {
        boolean isCounted = count != null && count.strip().matches(COUNT);
        boolean isMarked = count != null && isCounted && Integer.parseInt(count.strip()) > 0;
        return new Resend(key == null ? null : key.strip(), isCounted, isMarked);
    }

    /** Whether {@code text} can be a key: 1 to {@value #LONGEST_KEY} printable characters of ASCII, quoted or not. */
    public static boolean isKey(String text) {
        String key = text.strip();
        return !key.isEmpty() && key.length() <= LONGEST_KEY && key.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Whether there may be a record of an earlier attempt, and it is to be joined. */
    boolean looksForRecord() {
        return isMarked || key != null;
    }
}
