package dev.batchgateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes inside a larger array, shared and not copied. Whoever holds the array must not change the bytes of a
 * slice it has handed out; appending behind them is fine. Safe to share between threads under that rule.
 */
public final class Slice {
    private final byte[] array;
    private final int offset;
    private final int length;
    private final int @Nullable [] outline;
    private final @Nullable Layout layout;

    private Slice(byte[] array, int offset, int length, int @Nullable [] outline, @Nullable Layout layout) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.outline = outline;
        this.layout = layout;
    }

    /**
     * {@code length} bytes of {@code array} from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException when they are not inside the array
     */
    public static Slice of(byte[] array, int offset, int length) {
        return of(array, offset, length, null, null);
    }

    /** The same of a JSON object from its first byte to its last, with its {@link Outline} and its {@link Layout}. */
    static Slice of(byte[] array, int offset, int length, int @Nullable [] outline, @Nullable Layout layout) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Slice(array, offset, length, outline, layout);
    }

    /** All of {@code array}. */
    public static Slice of(byte[] array) {
        return new Slice(array, 0, array.length, null, null);
    }

    /** The UTF-8 bytes of {@code text}. */
    public static Slice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** The byte at {@code index}, from 0. */
    public byte at(int index) {
        return array[offset + index];
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive), counted in this slice. */
    public Slice sub(int from, int to) {
        return of(array, offset + from, to - from);
    }

    /** Copies the bytes to {@code target} at {@code index}; answers the index behind them. */
    public int copyTo(byte[] target, int index) {
        System.arraycopy(array, offset, target, index, length);
        return index + length;
    }

    /** Takes bytes without a copy of their own: the array, where they start in it, and how many they are. */
    @FunctionalInterface
    public interface Taker {
        /** Takes {@code length} bytes of {@code array} from {@code offset} on, and does not keep the array. */
        void take(byte[] array, int offset, int length);
    }

    /** Hands the bytes to {@code taker}. */
    public void appendTo(Taker taker) {
        taker.take(array, offset, length);
    }

    /**
     * Hands the bytes from {@code from} (inclusive) to {@code to} (exclusive) to {@code taker}, counted in this slice.
     *
     * @throws IndexOutOfBoundsException when they are not inside it
     */
    public void appendTo(int from, int to, Taker taker) {
        Objects.checkFromToIndex(from, to, length);
        taker.take(array, offset + from, to - from);
    }

    /** The bytes as an array of their own. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The same bytes in an array of just their size, so that the large one behind this slice can be freed. */
    public Slice compact() {
        return length == array.length ? this : new Slice(toBytes(), 0, length, outline, layout);
    }

    /** The same bytes without where its members are, for whoever keeps it for long: that may take more than the bytes. */
    public Slice withoutOutline() {
        return outline == null ? this : new Slice(array, offset, length, null, layout);
    }

    /**
     * Where {@code part} starts in this slice.
     *
     * @throws IllegalArgumentException when it is not a part of this very array inside this slice
     */
    public int indexOf(Slice part) {
        int index = part.offset - offset;
        if (part.array != array || index < 0 || index + part.length > length) {
            throw new IllegalArgumentException("Not a part of this slice");
        }
        return index;
    }

    /** Whether both are of one array, so that one keeps the other's bytes in memory. */
    public boolean isBeside(Slice other) {
        return array == other.array;
    }

    /** Whether the bytes are the same as those of {@code other}. */
    public boolean sameBytes(Slice other) {
        return Arrays.equals(array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    /** The bytes read as UTF-8. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    /** What it has in common with others; null when nobody has looked. */
    @Nullable
    Layout layout() {
        return layout;
    }

    /** Where its members are, see {@link Outline}; null when nobody has written that down. */
    int @Nullable [] outline() {
        return outline;
    }
}
