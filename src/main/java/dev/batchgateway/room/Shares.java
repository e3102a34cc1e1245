package dev.batchgateway.room;

import java.util.List;

/**
 * Shares of one batch in several rooms, which hold the same: it is taken from all of them or from none. Confined to one
 * thread, but for {@link #close}.
 */
public final class Shares {
    private final List<Share> shares;
    private Share lastRefuser;

    /** @param shares at least one */
    public Shares(Share... shares) {
        this.shares = List.of(shares);
        this.lastRefuser = shares[0];
    }

    /** Takes {@code bytes}, 0 or more; false when one of the rooms is full, and then nothing was taken. */
    public boolean take(long bytes) {
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            if (!share.take(bytes)) {
                lastRefuser = share;
                shares.subList(0, i).forEach(taken -> taken.give(bytes));
                return false;
            }
        }
        return true;
    }

    /** Takes {@code bytes} even past the bounds: for what is there already and must not be dropped. */
    public void force(long bytes) {
        for (int i = 0; i < shares.size(); i++) {
            shares.get(i).force(bytes);
        }
    }

    /** Gives {@code bytes} back. */
    public void give(long bytes) {
        for (int i = 0; i < shares.size(); i++) {
            shares.get(i).give(bytes);
        }
    }

    /** Whether the last refusal was the caller's bound and not that of all callers. */
    public boolean isCallersBound() {
        return lastRefuser.isCallersBound();
    }

    /** Whether the last refusal came from the room of {@code share}, which is one of these. */
    public boolean wasRefusedBy(Share share) {
        return lastRefuser == share;
    }

    /** Gives everything back; a second time does nothing. */
    public void close() {
        shares.forEach(Share::close);
    }
}
