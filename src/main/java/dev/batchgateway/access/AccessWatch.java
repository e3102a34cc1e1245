package dev.batchgateway.access;

/** Told who is not let in; for those who count. Called on any thread, and must not wait. */
@FunctionalInterface
public interface AccessWatch {
    /** Somebody was refused for that reason. */
    void denied(Denial why);
}
