package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Reply;

/**
 * One attempt, ended.
 *
 * @param reply how it ended
 * @param rate what its headers say about the limits
 * @param sentNanos when it was handed to the network
 * @param endedNanos when its answer was there, or was given up
 */
public record Exchange(Reply reply, RateSignal rate, long sentNanos, long endedNanos) {}
