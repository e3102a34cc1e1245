package dev.batchgateway.dispatch;

import dev.batchgateway.limit.QuotaNews;

/**
 * What the shared store answers.
 *
 * @param isReached whether the store has answered; if not, the rest means nothing
 * @param granted permits reserved now, in addition to those held
 * @param members gateways that have been heard of in the last half minute, this one included
 * @param nextNanos when more may be had, from now; {@link Long#MAX_VALUE} when that depends on calls under way
 * @param isNew whether the store knew nothing of this gateway, or has forgotten it: it must rejoin
 * @param rate calls in a window, as far as any of the gateways knows
 * @param shutNanos for how long from now a 429 of any gateway has shut the lane; 0 when it has not
 * @param isNarrow whether a 429 has shut it and no call has been answered since: one call at a time over all gateways
 * @param quota what all gateways' calls have shown of the daily quota
 * @param isProbe whether what is granted is the one call that may find out whether the quota is still closed
 */
public record Reserved(
        boolean isReached,
        int granted,
        int members,
        long nextNanos,
        boolean isNew,
        SharedRate rate,
        long shutNanos,
        boolean isNarrow,
        QuotaNews quota,
        boolean isProbe) {
    /** The store did not answer in time, or not at all. */
    public static final Reserved LOST = new Reserved(
            false, 0, 0, Long.MAX_VALUE, false, SharedRate.configured(0, 0), 0, false, QuotaNews.NONE, false);
}
