package dev.batchgateway.limit;

import java.util.ArrayList;
import java.util.List;

/** A {@link Window} without strangers as it would be written without a thought for speed: all that ever happened, counted each time. */
final class NaiveWindow {
    private record Used(long comesBackAt) {}

    private final List<Used> used = new ArrayList<>();
    private int permits;
    private long lengthNanos;
    private int underWay;

    NaiveWindow(int permits, long lengthNanos) {
        this.permits = permits;
        this.lengthNanos = lengthNanos;
    }

    int available(long now) {
        return permits - underWay - outAt(now);
    }

    /** Permits that are not back at {@code when}, those under way left out. */
    private int outAt(long when) {
        int out = 0;
        for (Used one : used) {
            out += one.comesBackAt() > when ? 1 : 0;
        }
        return out;
    }

    boolean tryTake(long now) {
        if (available(now) <= 0) {
            return false;
        }
        underWay++;
        return true;
    }

    void ended(long countedAt) {
        underWay--;
        used.add(new Used(countedAt + lengthNanos));
    }

    void unused() {
        underWay--;
    }

    void learn(int newPermits, long newLengthNanos) {
        permits = newPermits;
        lengthNanos = newLengthNanos;
    }
}
