package dev.batchgateway.dispatch;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Stands in the log for a failure whose message is not told: what it is, and where it and its causes came from. */
final class Untold extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** So many causes behind each other are told; they may go round in circles. */
    private static final int MOST_CAUSES = 50;

    /** Its message is the name of the failure's class. */
    Untold(Throwable failure) {
        this(failure, MOST_CAUSES);
    }

    private Untold(Throwable failure, int causes) {
        super(failure.getClass().getName(), cause(failure, causes), false, true);
        setStackTrace(failure.getStackTrace());
    }

    private static @Nullable Throwable cause(Throwable failure, int causes) {
        Throwable cause = failure.getCause();
        return cause == null || causes == 0 ? null : new Untold(cause, causes - 1);
    }
}
