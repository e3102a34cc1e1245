package dev.batchgateway.batch;

import java.util.List;

/**
 * Knows which inputs of a read or archive ask what an earlier one asks: they are not sent, but end as that one does.
 * Confined to its batch's thread.
 */
sealed interface Askers permits FirstAskers, OpenAskers {
    /** Whether {@code input} asks what an earlier one asks, and so follows it from now on. */
    boolean follows(Input input);

    /** {@code input} has settled: the positions that follow it and must be settled with it now. */
    List<Integer> settled(Input input);

    /** Those that are settled at the end of the batch. */
    Followers followers();
}
