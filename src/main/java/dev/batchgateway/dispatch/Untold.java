package dev.batchgateway.dispatch;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Stands in the log for a failure whose message is not told: what it is, and where it and its causes came from. */
final class Untold extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Its message is the name of the failure's class. */
    Untold(Throwable failure) {
        super(failure.getClass().getName(), cause(failure), false, true);
        setStackTrace(failure.getStackTrace());
    }

    private static @Nullable Throwable cause(Throwable failure) {
        Throwable cause = Tellable.next(failure);
        return cause == null ? null : new Untold(cause);
    }
}
