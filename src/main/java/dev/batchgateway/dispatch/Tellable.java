package dev.batchgateway.dispatch;

import org.jspecify.annotations.Nullable;

/** What the log may say of a failure. */
public final class Tellable {
    private Tellable() {}

    /**
     * Whether its messages may be in the log. A transport failure's hold addresses and times; that of an argument that
     * could not be used may quote it (Vert.x says which header it will not send, with its value), and the messages of what
     * is around it do, too.
     */
    public static boolean isWhole(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof IllegalArgumentException) {
                return false;
            }
            for (Throwable beside : cause.getSuppressed()) {
                if (!isWhole(beside)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** It, for the log; without any message, but with its causes and their stack traces, if those may not be told. */
    public static Throwable of(Throwable failure) {
        return isWhole(failure) ? failure : new Untold(failure);
    }

    /** What {@code cause} was caused by. */
    static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }
}
