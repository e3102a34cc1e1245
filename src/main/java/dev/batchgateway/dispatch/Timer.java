package dev.batchgateway.dispatch;

/** Runs things later, so that tests can move time by hand. */
@FunctionalInterface
public interface Timer {
    /** Something that will run, unless it is cancelled before. */
    @FunctionalInterface
    interface Scheduled {
        /** It need not run any more; nothing happens if it has. */
        void cancel();
    }

    /** Runs {@code task} once, {@code nanos} from now (at once when that is not positive), on any thread. */
    Scheduled after(long nanos, Runnable task);
}
