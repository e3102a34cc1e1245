package dev.batchgateway.limit;

/**
 * A figure that HubSpot tells with its answers and that changes: it was true at some moment between the sending of a
 * call and its answer. Of two figures whose calls did not overlap the later one holds. Of two that overlap nobody knows
 * which is newer, so the lower one holds, until a call tells more that was sent after that one's answer. Times are
 * nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class Figure {
    private boolean isKnown;
    private long value;
    private long sentAt;
    private long readAt;

    /** Whether any was told. */
    public boolean isKnown() {
        return isKnown;
    }

    /** What holds; meaningless while none was told. */
    public long value() {
        return value;
    }

    /** When the call was sent whose answer told it. */
    public long sentAt() {
        return sentAt;
    }

    /** When that answer was there. */
    public long readAt() {
        return readAt;
    }

    /**
     * The answer to a call told it.
     *
     * @return whether it is what holds now
     */
    public boolean told(long newValue, long newSentAt, long newReadAt) {
        if (isKnown && newValue == value) {
            sentAt = Math.max(sentAt, newSentAt);
            readAt = Math.max(readAt, newReadAt);
            return true;
        }
        boolean holds = !isKnown || (newValue < value ? newReadAt - sentAt > 0 : newSentAt - readAt >= 0);
        if (holds) {
            isKnown = true;
            value = newValue;
            sentAt = newSentAt;
            readAt = newReadAt;
        }
        return holds;
    }
}
