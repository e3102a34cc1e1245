package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The records this gateway has entered in the register, and whether they stand there. What Redis was not there to be told
 * is told again, and all of it when Redis has come back without it: for as long as the record is held, and not longer
 * than it was to be entered.
 *
 * <p>While something is held, there is a round a second. It begins with the gateway's own mark, an entry that nothing but
 * rounds makes: Redis says whether it was there before. Without an answer the round is over. If the mark is new, Redis may
 * have lost everything, and nothing is taken for entered any more; then what is not entered is entered, {@value
 * #MOST_AT_ONCE} at a time. So a Redis that is well is asked one thing a second, however much is held; one that is away
 * likewise. A mark that has only run out while nothing was held costs a few entries once more.
 *
 * <p>A gateway is entered beside others and never in their place. Two may hold equal batches (two equal creates may be
 * meant), and whoever took one while this one's entry was missing keeps it; to leave ours out for that would mean that
 * nobody knows of it when the other one's ends.
 *
 * <p>There is at most one timer. Exchanges are begun under the lock, so that Redis sees them in the order in which they
 * were wished. Thread-safe.
 */
final class HeldRecords {
    /** The way to the register. */
    @FunctionalInterface
    interface Register {
        /**
         * Enters this gateway for so long beside whoever else is entered; takes it out when that is 0. Must not wait.
         *
         * @param onEnd told how it ended, once, on any thread
         */
        void enter(String name, String print, long holdMillis, Consumer<Entered> onEnd);
    }

    /** Between two rounds. */
    static final Duration PAUSE = Duration.ofSeconds(1);
    /** The client lets 2,048 requests wait for their answers, and claims are among them. */
    static final int MOST_AT_ONCE = 256;

    /** No record's name, which is of hexadecimal digits. */
    static final String MARK = "gateway:";

    private static final long MARK_MILLIS = 10 * PAUSE.toMillis();
    private static final Logger LOG = Logger.getLogger(HeldRecords.class);

    private record Key(String name, String print) {}

    /** What is wished for one key; another wish is another object. */
    private static final class Entry {
        private final Key key;
        private final long endsAt;
        private boolean isEntered;

        Entry(Key key, long endsAt, boolean isEntered) {
            this.key = key;
            this.endsAt = endsAt;
            this.isEntered = isEntered;
        }
    }

    private final Register register;
    private final String mark;
    private final RegisterState state;
    private final LongSupplier clock;
    private final Timer timer;
    private final Map<Key, Entry> entries = new HashMap<>();
    /** Those of which Redis did not take the entry, or has lost it. */
    private final Set<Key> missing = new HashSet<>();
    /** Whether a round is planned, or under way. */
    private boolean isKeptUp;

    /**
     * @param gateway its name in the register
     * @param state is told what Redis does not have
     * @param clock a monotonic clock, in nanoseconds
     * @param timer begins the rounds
     */
    HeldRecords(Register register, String gateway, RegisterState state, LongSupplier clock, Timer timer) {
        this.register = register;
        this.mark = MARK + gateway;
        this.state = state;
        this.clock = clock;
        this.timer = timer;
    }

    /** Enters it, now or as soon as it can be; another time takes the place of an earlier one's. */
    synchronized void hold(String name, String print, Duration hold) {
        enter(wish(name, print, hold, false), entered -> {});
    }

    /** It has just been entered. */
    synchronized void isEntered(String name, String print, Duration hold) {
        isThere(wish(name, print, hold, true).key);
    }

    /** Takes it out. If that is lost, the entry ends with its time. */
    synchronized void release(String name, String print) {
        Key key = new Key(name, print);
        entries.remove(key);
        isThere(key);
        register.enter(name, print, 0, entered -> LOG.debugf("Record %s released: %s", name, entered));
    }

    private Entry wish(String name, String print, Duration hold, boolean isEntered) {
        Entry entry = new Entry(new Key(name, print), clock.getAsLong() + hold.toNanos(), isEntered);
        entries.put(entry.key, entry);
        if (!isKeptUp) {
            isKeptUp = true;
            plan();
        }
        return entry;
    }

    /** Redis has it, or is to have it no more. */
    private void isThere(Key key) {
        if (missing.remove(key)) {
            state.missing(missing.size());
        }
    }

    private void plan() {
        timer.after(PAUSE.toNanos(), this::round);
    }

    private synchronized void round() {
        long now = clock.getAsLong();
        if (entries.values().removeIf(entry -> entry.endsAt - now <= 0) && missing.retainAll(entries.keySet())) {
            state.missing(missing.size());
        }
        if (entries.isEmpty()) {
            isKeptUp = false;
        } else {
            register.enter(mark, "mark", MARK_MILLIS, this::marked);
        }
    }

    private synchronized void marked(Entered mine) {
        if (mine == Entered.LOST) {
            plan();
            return;
        }
        if (mine == Entered.ANEW) {
            LOG.debugf("Redis did not know this gateway: %d records are entered again", entries.size());
            entries.values().forEach(entry -> entry.isEntered = false);
            missing.addAll(entries.keySet());
            state.missing(missing.size());
        }
        new Round(entries.values().stream()
                        .filter(entry -> !entry.isEntered)
                        .toList()
                        .iterator())
                .goOn();
    }

    private void enter(Entry entry, Consumer<Entered> onEnd) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(entry.endsAt - clock.getAsLong()));
        register.enter(entry.key.name, entry.key.print, millis, entered -> {
            LOG.debugf("Record %s for %d ms: %s", entry.key.name, millis, entered);
            synchronized (this) {
                entry.isEntered = entered != Entered.LOST;
                if (entry.isEntered) {
                    isThere(entry.key);
                } else if (entries.get(entry.key) == entry) {
                    missing.add(entry.key);
                    state.notEntered(missing.size());
                }
                onEnd.accept(entered);
            }
        });
    }

    /** What was not entered when it began; over when all is, or Redis is lost. Guarded by the lock. */
    private final class Round {
        private final Iterator<Entry> open;
        private int underWay;
        private boolean isLost;
        private boolean isGoingOn;

        Round(Iterator<Entry> open) {
            this.open = open;
        }

        void goOn() {
            if (isGoingOn) {
                // What it has just begun has ended at once; the loop below goes on.
                return;
            }
            isGoingOn = true;
            while (!isLost && underWay < MOST_AT_ONCE && open.hasNext()) {
                Entry next = open.next();
                if (entries.get(next.key) == next && !next.isEntered) {
                    underWay++;
                    enter(next, this::ended);
                }
            }
            isGoingOn = false;
            if (underWay == 0) {
                plan();
            }
        }

        private void ended(Entered how) {
            underWay--;
            isLost |= how == Entered.LOST;
            goOn();
        }
    }
}
