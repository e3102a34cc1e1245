package dev.batchgateway.dispatch;

/** Who waits in a lane. Called on any thread, and must return at once. */
public interface Taker {
    /** A permit it wanted. */
    void granted(Permit permit);

    /** There will be no permit: the account's daily quota is closed. What it wanted is forgotten. */
    void closed(Closure closure);
}
