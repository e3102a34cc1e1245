package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import java.time.Duration;

/**
 * One attempt, ended.
 *
 * @param reply how it ended
 * @param rate what its headers say about the limits
 * @param sentNanos when it was handed to the network
 * @param endedNanos when its answer was there, or was given up
 */
public record Exchange(Reply reply, RateSignal rate, long sentNanos, long endedNanos) {
    /** No limit of HubSpot's lasts longer than a day. */
    private static final long LONGEST_ASKED_SECONDS = Duration.ofDays(1).toSeconds();

    /** How long HubSpot asks to wait; not positive when it does not. */
    static long askedNanos(Reply reply) {
        return reply instanceof Reply.Refused refused
                ? Duration.ofSeconds(Math.min(LONGEST_ASKED_SECONDS, refused.retryAfterSeconds()))
                        .toNanos()
                : 0;
    }

    /**
     * The latest moment HubSpot can have counted the call: its answer's arrival less the time it worked on it, which
     * it began after counting.
     */
    long countedNanos() {
        if (reply instanceof Reply.Answered answered) {
            Answer answer = answered.answer();
            if (answer.startedAt() != null && answer.completedAt() != null) {
                Duration worked = Duration.between(answer.startedAt(), answer.completedAt());
                Duration taken = Duration.ofNanos(endedNanos - sentNanos);
                // Times that cannot be believed must not be computed with, either: they may be centuries apart.
                Duration believed = worked.compareTo(taken) > 0 ? taken : worked;
                return endedNanos - (believed.isNegative() ? 0 : believed.toNanos());
            }
        }
        return endedNanos;
    }
}
