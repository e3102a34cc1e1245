package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One input, with the few fields the gateway needs read out of its bytes. Made by {@link InputReader} when its turn
 * comes to be sent and forgotten when it has settled, so that a large batch does not hold them all.
 *
 * @param position its place in the caller's list, from 0
 * @param bytes as the caller sent it
 * @param id decoded {@code id}, for associations that of {@code from}; null when there is none
 * @param to the value of {@code to}; null when there is none, and but for associations. Its ids are read when they are asked
 *     for: thousands of them would take several times their bytes as long as the input is under way
 * @param idProperty the input's own {@code idProperty}, or that of the body for a read; null when there is none
 * @param key what makes two inputs of a batch equal (DESIGN section 4); null when it is equal to no other
 * @param trace the caller's own {@code objectWriteTraceId}; null when there is none
 * @param traceAt where in {@code bytes} the value of {@code objectWriteTraceId} starts; -1 when there is none
 * @param traceLength the length of that value in bytes
 */
public record Input(
        int position,
        Slice bytes,
        @Nullable String id,
        @Nullable Slice to,
        @Nullable String idProperty,
        @Nullable String key,
        @Nullable String trace,
        int traceAt,
        int traceLength) {

    /** Decoded ids of {@code to}, read anew each time; empty when there are none. */
    public List<String> toIds() {
        return to == null ? List.of() : ToIds.of(to);
    }

    /** Whether {@code to} names more than one record that can be read. */
    public boolean hasManyTo() {
        return to != null && ToIds.areMany(to);
    }

    /**
     * Whether this surely asks the very same thing as {@code other}, which has the same key. An association's key is
     * the same for both directions and all labels, so there only equal bytes are; and of keys that differ in case only
     * e-mails are one record for certain.
     */
    public boolean asksTheSameAs(Input other) {
        return to == null ? Objects.equals(id, other.id) || "email".equals(idProperty) : bytes.sameBytes(other.bytes);
    }

    /** Inputs are kept in sets and maps; the hash of every field is more than that needs. */
    @Override
    public int hashCode() {
        return position;
    }

    /** Whether everything is the same, the very bytes included. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Input input
                && position == input.position
                && bytes == input.bytes
                && Objects.equals(key, input.key);
    }
}
