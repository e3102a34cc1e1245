package dev.batchgateway.batch;

import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code objectWriteTraceId}s of one call. HubSpot answers create, update and upsert per input only when every
 * input has one that is unique in the call (API-FACTS 3.3), so each that lacks one is given one; the caller's own is
 * kept when it is unique in the call, and replaced otherwise.
 *
 * <p>One that was given holds the input's index, so that an echoed one leads to its input without a table.
 */
public final class Traces {
    private static final String PREFIX = "gw";
    private static final String QUOTED_PREFIX = '"' + PREFIX;
    /** More than any call has inputs. */
    private static final int MOST_DIGITS = 7;
    /** Those of a call of most inputs (100, API-FACTS 2.1) whose caller gave none: made once, not to be changed. */
    private static final byte[][] USUAL =
            IntStream.range(0, 100).mapToObj(Traces::literal).toArray(byte[][]::new);

    /** What was given to the input at each index, as a JSON literal; null where the caller's own stays, or none is. */
    private final byte[] @Nullable [] given;
    /** The index of each of the callers' own that goes out. */
    private final Map<String, Integer> own = new HashMap<>(0);

    private Traces(int size) {
        this.given = new byte[size][];
    }

    /** Trace ids for every input of {@code chunk}. */
    public static Traces forEveryInputOf(Chunk chunk) {
        List<Input> inputs = chunk.inputs();
        Traces traces = new Traces(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            String own = inputs.get(i).trace();
            if (own != null && !own.isEmpty()) {
                traces.own.putIfAbsent(own, i);
            }
        }
        for (int i = 0; i < inputs.size(); i++) {
            String own = inputs.get(i).trace();
            Integer owner = own == null ? null : traces.own.get(own);
            if (owner == null || owner != i) {
                traces.given[i] = traces.made(i);
            }
        }
        return traces;
    }

    /** No trace ids of ours; the caller's own are still known, where they are unique. */
    public static Traces callersOnly(Chunk chunk) {
        Traces traces = new Traces(chunk.size());
        Set<String> twice = new HashSet<>();
        for (int i = 0; i < chunk.size(); i++) {
            String own = chunk.inputs().get(i).trace();
            if (own != null && !own.isEmpty() && traces.own.putIfAbsent(own, i) != null) {
                twice.add(own);
            }
        }
        traces.own.keySet().removeAll(twice);
        return traces;
    }

    /**
     * The trace id that takes the place of the caller's at {@code index}, as a JSON literal, not to be changed; null
     * when nothing is changed there.
     */
    public byte @Nullable [] given(int index) {
        return given[index];
    }

    /** Which input of the chunk has {@code trace}; -1 when none has. */
    public int indexOf(@Nullable String trace) {
        if (trace == null) {
            return -1;
        }
        Integer owner = own.get(trace);
        return owner == null ? givenIndexOf(Slice.of('"' + trace + '"')) : owner;
    }

    /** Which input of the chunk has the trace id {@code literal}, a JSON value; -1 when none has. */
    public int indexOfLiteral(Slice literal) {
        int index = givenIndexOf(literal);
        return index < 0 ? indexOf(JsonText.scalar(literal)) : index;
    }

    /** Which input was given {@code literal}, written as it was given; -1 when none was. */
    private int givenIndexOf(Slice literal) {
        int index = numberIn(literal);
        byte[] there = index >= 0 && index < given.length ? given[index] : null;
        return there != null && literal.sameBytes(Slice.of(there)) ? index : -1;
    }

    private static int numberIn(Slice literal) {
        int start = QUOTED_PREFIX.length();
        if (literal.length() <= start) {
            return -1;
        }
        for (int i = 0; i < start; i++) {
            if (literal.at(i) != QUOTED_PREFIX.charAt(i)) {
                return -1;
            }
        }
        int number = 0;
        int at = start;
        int end = Math.min(literal.length(), start + MOST_DIGITS);
        for (; at < end && literal.at(at) >= '0' && literal.at(at) <= '9'; at++) {
            number = 10 * number + literal.at(at) - '0';
        }
        return at == start ? -1 : number;
    }

    private byte[] made(int index) {
        if (own.isEmpty() && index < USUAL.length) {
            return USUAL[index];
        }
        String made = PREFIX + index;
        while (own.containsKey(made)) {
            made += "x";
        }
        return literal(made);
    }

    private static byte[] literal(int index) {
        return literal(PREFIX + index);
    }

    private static byte[] literal(String text) {
        return ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
    }
}
