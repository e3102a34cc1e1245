package dev.batchgateway.limit;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, among those who wait for permits of one lane. Each takes a step of its own length forward when it
 * is served, and the one that stands furthest back is next: equal steps are round robin, a step half as long is twice
 * the turns (stride scheduling). Who comes anew starts where the line stands now, so that nobody catches up on time in
 * which it wanted nothing, and who has had a turn never holds up who has not.
 *
 * <p>Joining, wanting and being served cost the logarithm of the number of places. Not thread-safe.
 */
public final class Turns<T> {
    /** The urgency of who does not say (RFC 9218, section 4.1). */
    public static final int USUAL_URGENCY = 3;

    private static final int LEAST_URGENT = 7;
    /** Divisible by every weight, so that steps are exact. */
    private static final long STEP = 840;

    /** A place in the line. */
    public static final class Place<T> {
        private final T owner;
        private final long number;
        private final long step;
        private long position;
        private int wanted;
        private boolean hadTurn;

        private Place(T owner, long number, long step) {
            this.owner = owner;
            this.number = number;
            this.step = step;
        }

        /** Who stands there. */
        public T owner() {
            return owner;
        }

        /** Unlike that of any other place of this line. */
        public long number() {
            return number;
        }

        /** Permits it wants. */
        public int wanted() {
            return wanted;
        }

        /** Whether it has been served before. */
        public boolean hadTurn() {
            return hadTurn;
        }
    }

    private final NavigableSet<Place<T>> first = new TreeSet<>(order());
    private final NavigableSet<Place<T>> later = new TreeSet<>(order());
    private long line;
    private long places;
    private long wantedFirst;
    private long wantedLater;

    /**
     * A new place that wants nothing yet.
     *
     * @param urgency from 0, which has eight turns for each one of 7, to 7 (RFC 9218); what is out of range is taken
     *     for the nearest
     */
    public Place<T> join(T owner, int urgency) {
        int weight = LEAST_URGENT + 1 - Math.max(0, Math.min(LEAST_URGENT, urgency));
        return new Place<>(owner, places++, STEP / weight);
    }

    /** {@code place} wants so many permits from now on; none takes it out of the line. */
    public void want(Place<T> place, int wanted) {
        if (place.wanted == 0 && wanted > 0) {
            place.position = Math.max(place.position, line + place.step);
        }
        count(place, Math.max(0, wanted));
    }

    /** Who is next; of all, or only of those that had no turn before. Null when there is none. */
    public @Nullable Place<T> next(boolean firstTurnsOnly) {
        Place<T> newcomer = first.isEmpty() ? null : first.first();
        Place<T> other = firstTurnsOnly || later.isEmpty() ? null : later.first();
        if (newcomer == null || other == null) {
            return newcomer == null ? other : newcomer;
        }
        return newcomer.position <= other.position ? newcomer : other;
    }

    /** {@code place}, which is in the line, has got a permit. */
    public void served(Place<T> place) {
        setOf(place).remove(place);
        tally(place, -place.wanted);
        line = Math.max(line, place.position);
        place.position += place.step;
        place.hadTurn = true;
        int left = place.wanted - 1;
        place.wanted = 0;
        count(place, left);
    }

    /** Whether anybody wants a permit. */
    public boolean isEmpty() {
        return first.isEmpty() && later.isEmpty();
    }

    /** Permits wanted by those that had no turn yet. */
    public int wantedFirst() {
        return (int) Math.min(Integer.MAX_VALUE, wantedFirst);
    }

    /** Permits wanted by those that had one. */
    public int wantedLater() {
        return (int) Math.min(Integer.MAX_VALUE, wantedLater);
    }

    /** Those in the line. */
    public int size() {
        return first.size() + later.size();
    }

    private void count(Place<T> place, int wanted) {
        tally(place, wanted - place.wanted);
        if (wanted == 0) {
            setOf(place).remove(place);
        }
        place.wanted = wanted;
        if (wanted > 0) {
            setOf(place).add(place);
        }
    }

    private void tally(Place<T> place, long more) {
        if (place.hadTurn) {
            wantedLater += more;
        } else {
            wantedFirst += more;
        }
    }

    private NavigableSet<Place<T>> setOf(Place<T> place) {
        return place.hadTurn ? later : first;
    }

    private static <T> Comparator<Place<T>> order() {
        return Comparator.<Place<T>>comparingLong(place -> place.position).thenComparingLong(Place::number);
    }
}
