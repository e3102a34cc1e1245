package dev.batchgateway.dispatch;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What the log may say of a failure. */
public final class Tellable {
    private Tellable() {}

    /**
     * Whether its messages may be in the log. A transport failure's hold addresses and times; that of an argument that
     * could not be used may quote it (Vert.x says which header it will not send, with its value), and the messages of what
     * is around it do, too.
     */
    public static boolean isWhole(Throwable failure) {
        return isWhole(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** @param seen those looked at: causes and what was suppressed may go round in circles */
    private static boolean isWhole(Throwable failure, Set<Throwable> seen) {
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return false;
            }
            for (Throwable beside : cause.getSuppressed()) {
                if (!isWhole(beside, seen)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What it is, in a line; with what it says, if that may be told. */
    public static String line(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        return isWhole(failure) ? type + ": " + failure.getMessage() : type;
    }

    /** It, for the log; without any message, but with its causes and their stack traces, if those may not be told. */
    public static Throwable of(Throwable failure) {
        return isWhole(failure) ? failure : new Untold(failure);
    }
}
