package dev.batchgateway.batch;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps inputs back that were not sent when others of their keys were, so that another run of their batch overwrites
 * nothing newer, and is not overwritten by something older that HubSpot may still be at work on.
 */
final class KeysInTheWay {
    /**
     * Keys read at once; inputs that would need more of them are kept back unread. It holds an event loop for about 10 ms:
     * 20,000 keys of inputs of 260 bytes took 25 ms on a warm JVM of a busy 2-core machine, and ten times that on a cold one.
     */
    static final int MOST_KEYS = 8_000;

    /** Of one key: the last position that may have been written, and the first of which it is not known whether it was. */
    private record Written(int last, int firstInDoubt) {
        static Written of(int position, boolean isInDoubt) {
            return new Written(position, isInDoubt ? position : Integer.MAX_VALUE);
        }

        Written and(Written other) {
            return new Written(Math.max(last, other.last), Math.min(firstInDoubt, other.firstInDoubt));
        }

        boolean isInTheWayOf(int position) {
            return last > position || firstInDoubt < position;
        }
    }

    private final Inputs inputs;
    private final InputReader reader;
    private final Map<String, Written> written = new HashMap<>();

    KeysInTheWay(Inputs inputs, InputReader reader) {
        this.inputs = inputs;
        this.reader = reader;
    }

    /** Takes out of {@code unsent} those that must not be sent. */
    void keepBack(BitSet unsent, BitSet succeeded, BitSet unconfirmed) {
        int first = unsent.nextSetBit(0);
        if (first < 0) {
            return;
        }
        BitSet relevant = (BitSet) succeeded.clone();
        relevant.clear(0, first);
        relevant.or(unconfirmed);
        if (relevant.isEmpty()) {
            return;
        }
        int lastWritten = relevant.length() - 1;
        int firstInDoubt = unconfirmed.isEmpty() ? Integer.MAX_VALUE : unconfirmed.nextSetBit(0);
        int keys = relevant.cardinality();
        boolean areTooMany = keys > MOST_KEYS;
        if (!areTooMany) {
            relevant.stream().forEach(position -> enter(position, unconfirmed.get(position)));
        }
        for (int position = first; position >= 0; position = unsent.nextSetBit(position + 1)) {
            if (position < lastWritten || position > firstInDoubt) {
                areTooMany |= ++keys > MOST_KEYS;
                if (areTooMany || isInTheWayOf(position)) {
                    unsent.clear(position);
                }
            }
        }
    }

    private void enter(int position, boolean isInDoubt) {
        String key = keyOf(position);
        if (key != null) {
            written.merge(key, Written.of(position, isInDoubt), Written::and);
        }
    }

    private boolean isInTheWayOf(int position) {
        String key = keyOf(position);
        Written same = key == null ? null : written.get(key);
        return same != null && same.isInTheWayOf(position);
    }

    private @Nullable String keyOf(int position) {
        return reader.read(position, inputs.get(position)).key();
    }
}
