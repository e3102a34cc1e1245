package dev.batchgateway.retry;

/**
 * What is known of the attempts already made for some inputs, the last one included.
 *
 * @param made attempts of any kind
 * @param counted those that count against the bound: all but the throttled
 * @param inDoubt whether an earlier one ended without an answer, so that HubSpot may have applied it, or may yet
 * @param doubtSinceNanos when the latest of those began; meaningless when not in doubt
 * @param isUnreached whether HubSpot has been out of reach since {@code unreachedSinceNanos}
 * @param unreachedSinceNanos meaningless when not unreached
 */
public record Attempts(
        int made, int counted, boolean inDoubt, long doubtSinceNanos, boolean isUnreached, long unreachedSinceNanos) {
    /** Before the first attempt. */
    public static final Attempts NONE = new Attempts(0, 0, false, 0, false, 0);

    /** With one more, which counts or does not. */
    public Attempts plusOne(boolean counts) {
        return new Attempts(
                made + 1, counts ? counted + 1 : counted, inDoubt, doubtSinceNanos, isUnreached, unreachedSinceNanos);
    }

    /** With one that was sent at {@code sentNanos} and has no answer. */
    public Attempts withDoubt(long sentNanos) {
        return new Attempts(made, counted, true, sentNanos, isUnreached, unreachedSinceNanos);
    }

    /** With one that reached HubSpot. */
    public Attempts reached() {
        return isUnreached ? new Attempts(made, counted, inDoubt, doubtSinceNanos, false, 0) : this;
    }

    /** With HubSpot out of reach since {@code nanos}, unless it was already. */
    public Attempts unreached(long nanos) {
        return isUnreached ? this : new Attempts(made, counted, inDoubt, doubtSinceNanos, true, nanos);
    }
}
