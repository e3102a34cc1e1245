package dev.batchgateway.dispatch;

import dev.batchgateway.limit.QuotaNews;
import java.util.List;

/**
 * What a gateway tells the shared store about one lane, and about the daily quota its calls spend.
 *
 * @param firstTurns permits wanted for batches that have not had a turn yet
 * @param laterTurns permits wanted for the others
 * @param soon permits it may want besides, as soon as the call it opens the lane with is answered: batches do not say
 *     how many before that
 * @param held permits this gateway holds now, in hand or under way, those of {@code endedAgoNanos} no longer counted
 * @param endedAgoNanos for each call that has ended since the last exchange that reached the store: how long ago
 *     HubSpot can have counted it at the latest; not negative
 * @param rejoins whether the store may have forgotten this gateway: then {@code endedAgoNanos} holds every call of the
 *     last window, and replaces what the store knows of this gateway
 * @param rate how many calls a window holds
 * @param door what its own calls have done to the door that a 429 shuts
 * @param use which batches have used the lane
 * @param quota what its own calls have shown of the daily quota
 * @param reserve calls of the day that are left to others; 0 for none
 */
public record Report(
        int firstTurns,
        int laterTurns,
        int soon,
        int held,
        List<Long> endedAgoNanos,
        boolean rejoins,
        SharedRate rate,
        Shutting door,
        Use use,
        QuotaNews quota,
        long reserve) {
    /**
     * What one gateway's own calls have done to a lane's door.
     *
     * @param isShut whether one of them has met a 429 and none has been answered since
     * @param opensInNanos when it lets one call through, from now; negative when that is past
     * @param answeredAgoNanos since the sending of the latest call that was answered with anything but a 429;
     *     {@link QuotaNews#NEVER} when none was
     */
    public record Shutting(boolean isShut, long opensInNanos, long answeredAgoNanos) {}

    /**
     * Who has used a lane.
     *
     * @param kept permits of the window kept for first turns, if more than one batch has used it in the last minute
     * @param usedAgoNanos since a batch did for the last time; {@link QuotaNews#NEVER} when none has
     * @param otherAgoNanos since another one did; {@link QuotaNews#NEVER} when none has
     */
    public record Use(int kept, long usedAgoNanos, long otherAgoNanos) {}
}
