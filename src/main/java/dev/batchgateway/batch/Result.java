package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What HubSpot returned for an input, as the caller asked for it: HubSpot's own bytes, of which one run may be left out
 * or may have others in its place. They come together where they are written, so that no result is copied before.
 */
public final class Result {
    private final Slice whole;
    private final int from;
    private final int to;
    private final @Nullable Slice instead;

    private Result(Slice whole, int from, int to, @Nullable Slice instead) {
        Objects.checkFromToIndex(from, to, whole.length());
        this.whole = whole;
        this.from = from;
        this.to = to;
        this.instead = instead;
    }

    /** All of {@code whole}. */
    public static Result of(Slice whole) {
        return new Result(whole, whole.length(), whole.length(), null);
    }

    /**
     * {@code whole} without its bytes from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws IndexOutOfBoundsException when they are not inside it
     */
    public static Result without(Slice whole, int from, int to) {
        return new Result(whole, from, to, null);
    }

    /**
     * {@code whole} with {@code instead} in the place of its bytes from {@code from} (inclusive) to {@code to}
     * (exclusive).
     *
     * @throws IndexOutOfBoundsException when they are not inside it
     */
    public static Result replaced(Slice whole, int from, int to, Slice instead) {
        return new Result(whole, from, to, instead);
    }

    /** Hands the bytes to {@code taker}, in one run or more. */
    public void appendTo(Slice.Taker taker) {
        whole.appendTo(0, from, taker);
        if (instead != null) {
            instead.appendTo(taker);
        }
        if (to < whole.length()) {
            whole.appendTo(to, whole.length(), taker);
        }
    }

    /** The bytes in one run; copied, unless they are HubSpot's as they came. */
    public Slice joined() {
        if (from == whole.length() && instead == null) {
            return whole;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(whole.length());
        appendTo(bytes::write);
        return Slice.of(bytes.toByteArray());
    }

    /** The bytes read as UTF-8. */
    @Override
    public String toString() {
        return joined().toString();
    }
}
