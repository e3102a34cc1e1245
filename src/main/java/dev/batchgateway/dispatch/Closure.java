package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Reply;

/**
 * Why a lane is closed.
 *
 * @param refusal the 429 to answer with: HubSpot's own, or in its form when the reserve is kept
 * @param retryAfterSeconds when it is worth to try again
 */
public record Closure(Reply.Refused refusal, long retryAfterSeconds) {}
