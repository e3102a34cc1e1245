package dev.batchgateway.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of the calls under way in the whole process: of their bodies, which are held until they are
 * answered, and of their answers, as large as they are expected to be ({@link ReplySize}). A call that is larger than
 * all of the room goes when it is alone. Thread-safe.
 *
 * <p>First come, first served. Who finds no room, or others in line, stands behind them, however little it needs. When
 * there is room for the first in line it is told, and the room is promised to it: it is nobody else's until it has come
 * for it, has withdrawn, or two seconds are over, since it also needs a permit of its lane, which may be shut. Who comes
 * later than that holds nobody up meanwhile, and is still ahead of all who came after it.
 *
 * <p>However much the first in line needs, the line goes on. Nobody passes it, so that what is under way can only become
 * less; a call under way needs no more room to end, and ends by itself; a promise ends by its time. So while anybody is
 * in line, something is under way or promised whose end is to come, and at each such end the line is looked at again.
 * When nothing is left, whoever is first is told, and then those behind it. Whose lane gives it no permit for as long as
 * a promise holds keeps its number and must ask again: while room is scarce and its lane is so slow, it may wait long.
 */
public final class CallRoom {
    /** In so long a lane gives some forty permits; few want them beside who is told, since who is in line here does not. */
    private static final long PROMISED_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long NONE = 0;

    private final long most;
    private final Timer timer;
    private final NavigableSet<Place> line = new TreeSet<>(Comparator.comparingLong((Place place) -> place.number));
    private long numbers = NONE;
    private long bytes;
    private long promised;

    /**
     * @param most most bytes under way, at least 1
     * @param timer ends promises
     */
    public CallRoom(long most, Timer timer) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "gateway.dispatch.max-in-flight-bytes must be at least 1 byte, not " + most);
        }
        this.most = most;
        this.timer = timer;
    }

    /**
     * One batch's place: in line, told, or neither. It stands there once, whichever of its calls there is no room for.
     * Thread-safe.
     */
    final class Place {
        /** The lower the further ahead; none for who waits for nothing. */
        private long number = NONE;

        private long length;
        private Runnable whenThereIs = () -> {};
        private Timer.@Nullable Scheduled promise;
        private long promises;

        private Place() {}

        /**
         * Takes room for a call of so many bytes; if there is none for it, {@code whenThereIsSome} runs later, once, on
         * any thread, and must ask again soon. Call without holding a lock.
         */
        boolean tryEnter(long callBytes, Runnable whenThereIsSome) {
            List<Runnable> told;
            synchronized (CallRoom.this) {
                stepOut(this);
                if (isAheadOfAll(number) && hasRoomFor(callBytes)) {
                    number = NONE;
                    bytes += callBytes;
                    // If it was promised more, others are told when a call ends: no bug of theirs may keep this room.
                    return true;
                }
                number = number == NONE ? ++numbers : number;
                length = callBytes;
                whenThereIs = whenThereIsSome;
                line.add(this);
                told = tellNext();
            }
            told.forEach(Runnable::run);
            return false;
        }

        /**
         * It needs no room any more: leaves the line, and gives back what it was promised. It may be told once more if
         * that is on its way, and may come again, as the last. Call without holding a lock.
         */
        void withdraw() {
            List<Runnable> told;
            synchronized (CallRoom.this) {
                stepOut(this);
                number = NONE;
                told = tellNext();
            }
            told.forEach(Runnable::run);
        }
    }

    /** A place for one batch. */
    Place place() {
        return new Place();
    }

    /** A call has ended that took so many bytes. Call without holding a lock. */
    void leave(long callBytes) {
        List<Runnable> told;
        synchronized (this) {
            bytes -= callBytes;
            told = tellNext();
        }
        told.forEach(Runnable::run);
    }

    private void lapsed(Place place, long promise) {
        List<Runnable> told;
        synchronized (this) {
            if (place.promise == null || place.promises != promise) {
                return;
            }
            stepOut(place);
            told = tellNext();
        }
        told.forEach(Runnable::run);
    }

    // The rest is called with the lock held.

    private boolean hasRoomFor(long callBytes) {
        return bytes + promised == 0 || callBytes <= most - bytes - promised;
    }

    private boolean isAheadOfAll(long number) {
        return line.isEmpty() || (number != NONE && number < line.first().number);
    }

    /** Out of the line, or of what it was promised. Its number stays. */
    private void stepOut(Place place) {
        if (place.promise != null) {
            place.promise.cancel();
            place.promise = null;
            promised -= place.length;
        } else if (place.number != NONE) {
            line.remove(place);
        }
    }

    private List<Runnable> tellNext() {
        if (line.isEmpty() || !hasRoomFor(line.first().length)) {
            return List.of();
        }
        List<Runnable> told = new ArrayList<>();
        do {
            Place next = line.first();
            line.remove(next);
            promise(next);
            told.add(next.whenThereIs);
        } while (!line.isEmpty() && hasRoomFor(line.first().length));
        return told;
    }

    private void promise(Place place) {
        long promise = ++place.promises;
        promised += place.length;
        place.promise = timer.after(PROMISED_NANOS, () -> lapsed(place, promise));
    }

    /** Bytes of the calls under way. */
    public synchronized long bytes() {
        return bytes;
    }

    /** The most there may be. */
    public long mostBytes() {
        return most;
    }
}
