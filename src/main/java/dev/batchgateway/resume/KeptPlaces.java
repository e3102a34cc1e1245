package dev.batchgateway.resume;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records that are kept for nobody, how much they hold, and which of them go first when that is too much. Guarded by
 * {@link Records}' lock.
 */
final class KeptPlaces {
    /** Creates of which it is known only that they were made: about half a kilobyte each, and the oldest goes. */
    static final int MOST_SPENT = 10_000;

    private final long mostBytes;
    /** With the bytes of each, the oldest first: those whose answer was written, and those whose was not. */
    private final Map<Place, Long> written = new LinkedHashMap<>();

    private final Map<Place, Long> unread = new LinkedHashMap<>();
    /** Those whose outcomes are gone. */
    private final Set<Place> spent = new LinkedHashSet<>();

    private long bytes;

    /** @param mostBytes of all of them together */
    KeptPlaces(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Bytes that they hold. */
    long bytes() {
        return bytes;
    }

    /** {@code place} is kept, which holds so many bytes. What is {@link #tooMuch} then must go. */
    void keep(Place place, long placeBytes) {
        (place.wasWritten() ? written : unread).put(place, placeBytes);
        bytes += placeBytes;
    }

    /** One whose outcomes must go, since all together are too much; null when they are not. */
    @Nullable
    Place tooMuch() {
        if (bytes <= mostBytes) {
            return null;
        }
        // Who was written an answer hardly ever comes back; who has left unseen does.
        return oldest((written.isEmpty() ? unread : written).keySet());
    }

    /** Whether so many bytes are too much for one alone. */
    boolean isTooMuch(long placeBytes) {
        return placeBytes > mostBytes;
    }

    /** Somebody uses it again, or it is forgotten: its outcomes are not kept here any more. */
    void remove(Place place) {
        Long writtenBytes = written.remove(place);
        Long unreadBytes = unread.remove(place);
        bytes -= (writtenBytes == null ? 0 : writtenBytes) + (unreadBytes == null ? 0 : unreadBytes);
    }

    /** Its outcomes are gone. Answers one that must be forgotten for it, as there are too many such; null when none must. */
    @Nullable
    Place spend(Place place) {
        remove(place);
        spent.add(place);
        return spent.size() > MOST_SPENT ? oldest(spent) : null;
    }

    /** Nothing is known of it any more. */
    void forget(Place place) {
        remove(place);
        spent.remove(place);
    }

    private static Place oldest(Set<Place> places) {
        Iterator<Place> all = places.iterator();
        return all.next();
    }
}
