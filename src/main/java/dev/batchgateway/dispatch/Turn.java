package dev.batchgateway.dispatch;

import dev.batchgateway.limit.Turns;
import org.jspecify.annotations.Nullable;

/** One batch's place in the line of a lane, and in that of the {@link CallRoom} once it has asked there. Thread-safe. */
public final class Turn {
    private final Lane lane;
    private final Taker taker;
    private Turns.@Nullable Place<Turn> place;
    private CallRoom.@Nullable Place roomPlace;
    private long granted;
    private long waitsSince;
    private long waitedNanos;

    Turn(Lane lane, Taker taker) {
        this.lane = lane;
        this.taker = taker;
    }

    /**
     * Wants permits until it has been granted {@code total} of them, counted from the beginning; what was granted and
     * not used counts, too. So nothing is granted twice to who asks while a permit is on its way to him.
     */
    public void want(long total) {
        lane.want(this, total);
    }

    /**
     * Wants nothing any more, neither permits nor room. Permits that are on their way must still be ended or given back.
     */
    public void leave() {
        lane.want(this, 0);
        needsNoRoom();
    }

    /** Wants no room for now: nobody waits behind it, and what it was promised is others'. */
    void needsNoRoom() {
        if (roomPlace != null) {
            roomPlace.withdraw();
        }
    }

    /** Its place in {@code room}, the only one it asks for room; on its batch's thread, like {@link #leave} then. */
    CallRoom.Place placeIn(CallRoom room) {
        if (roomPlace == null) {
            roomPlace = room.place();
        }
        return roomPlace;
    }

    Lane lane() {
        return lane;
    }

    /** How long it has stood in line so far, whatever came of it; a wait that has not ended is left out. */
    public long waitedNanos() {
        return lane.waitedNanos(this);
    }

    Taker taker() {
        return taker;
    }

    // The rest is guarded by the lane's lock.

    Turns.Place<Turn> place() {
        if (place == null) {
            throw new IllegalStateException("A turn without a place");
        }
        return place;
    }

    void stand(Turns.Place<Turn> newPlace) {
        place = newPlace;
    }

    /** Permits it lacks to have {@code total}. */
    int lacks(long total) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, total - granted));
    }

    void waits(long now) {
        waitsSince = now;
    }

    /** It wants nothing any more, and has waited in vain. */
    void gaveUp(long now) {
        waitedNanos += now - waitsSince;
    }

    long waited() {
        return waitedNanos;
    }

    /** It gets a permit. Answers how long it has waited since it wanted one, or since it got the last one. */
    long grantedAt(long now) {
        long waited = now - waitsSince;
        waitsSince = now;
        waitedNanos += waited;
        granted++;
        return waited;
    }
}
