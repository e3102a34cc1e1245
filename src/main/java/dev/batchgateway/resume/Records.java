package dev.batchgateway.resume;

import dev.batchgateway.dispatch.Timer;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of batches: which there are, who is meant by a re-send, how long each is kept, and how much of them all.
 * Thread-safe.
 */
public final class Records {
    /** Creates of which it is known only that they were made: about half a kilobyte each, and the oldest goes. */
    static final int MOST_SPENT = 10_000;

    /** What is known of a record without going where it lives. All but the names is guarded by {@link Records}' lock. */
    static final class Place {
        private final String name;
        private final String print;
        private final String form;
        private final boolean isKeyed;
        private final boolean isRepeatable;
        /** Null when its outcomes were not kept. */
        private @Nullable BatchRecord record;

        private boolean isCounted;
        private boolean wasWritten;
        private boolean isRegistered;
        private boolean isForgotten;
        private int users;
        private long bytes;
        private Timer.@Nullable Scheduled end;

        private Place(String name, Asked asked, boolean isKeyed) {
            this.name = name;
            this.print = asked.print();
            this.form = asked.form();
            this.isKeyed = isKeyed;
            this.isRepeatable = asked.operation().isRepeatable();
        }

        /** Whoever has a key may come again without it, but marked. */
        private List<String> names() {
            return isKeyed ? List.of(name, print) : List.of(name);
        }

        boolean wasWritten() {
            return wasWritten;
        }

        /** Whose caller has left; who may have, unseen; who has been written an answer; of whom nothing is kept. */
        private int unlikeliness() {
            if (record == null) {
                return 3;
            }
            return users > 0 ? 1 : wasWritten ? 2 : 0;
        }

        /** Whether a caller who was written an answer may ask once more, and must not be served anew. */
        boolean mayComeAgain() {
            return isKeyed || (isCounted && !isRepeatable);
        }
    }

    private final ResumeConfig config;
    private final Owners owners;
    private final Timer timer;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Consumer<Found> watch;
    private final Map<String, List<Place>> byName = new HashMap<>();
    /** Kept for nobody, the oldest first: those whose answer was written, those whose was not, those without outcomes. */
    private final Set<Place> keptWritten = new LinkedHashSet<>();

    private final Set<Place> keptUnread = new LinkedHashSet<>();
    private final Set<Place> spent = new LinkedHashSet<>();
    private long keptBytes;

    /**
     * @param owners tells other gateways
     * @param timer ends the keeping
     * @param clock for the times in an answer
     * @param nanoClock for durations
     * @param watch told what became of each request that was sent again; on any thread, must not wait
     */
    public Records(
            ResumeConfig config,
            Owners owners,
            Timer timer,
            Clock clock,
            LongSupplier nanoClock,
            Consumer<Found> watch) {
        this.config = config;
        this.owners = owners;
        this.timer = timer;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.watch = watch;
    }

    /** Whether anything is kept at all; if not, fingerprints need not be made. */
    public boolean isOn() {
        return config.isOn();
    }

    /** Bytes that are kept for nobody. */
    public synchronized long keptBytes() {
        return keptBytes;
    }

    /** The bound of {@link #keptBytes}. */
    public long mostKeptBytes() {
        return config.maxBytes();
    }

    /**
     * The outcomes of a batch: those of the record that {@code resend} means, or else of a run of its own. Whoever cancels
     * this has left. Subscribe on the request's event loop; it ends there, too, and fails if a run does or cannot begin.
     */
    @CheckReturnValue
    public Uni<Ended> serve(Resend resend, Asked asked) {
        return Uni.createFrom().emitter(emitter -> serve(resend, asked, new Listener(asked, emitter)));
    }

    private void serve(Resend resend, Asked asked, Listener listener) {
        boolean looks = isOn() && resend.looksForRecord();
        String key = isOn() ? resend.key() : null;
        String name = key == null ? asked.print() : Fingerprint.ofKey(asked.authorization(), key);
        BatchRecord record = null;
        Found refused;
        Place known;
        synchronized (this) {
            known = looks ? find(name, asked.form()) : null;
            refused = known == null ? null : refusal(known, asked);
            if (known == null) {
                record = enter(new Place(name, asked, key != null), asked, looks);
                use(record.place(), resend);
            } else if (refused == null) {
                record = known.record;
                use(known, resend);
                // What was kept may go on, for longer than it would have been kept.
                register(known, true);
            }
        }
        if (record == null) {
            Found why = Objects.requireNonNull(refused, "What is not refused has a record");
            watch.accept(why);
            listener.tell(new Ended.Denied(why));
            return;
        }
        BatchRecord found = record;
        listener.onLeaving(() -> found.over(listener, false));
        if (known == null) {
            found.begin(listener, looks);
        } else {
            found.onHome(() -> found.join(listener));
        }
    }

    private static @Nullable Found refusal(Place place, Asked asked) {
        if (!place.print.equals(asked.print())) {
            return Found.KEY_REUSED;
        }
        if (place.record == null) {
            return Found.NOT_KEPT;
        }
        return place.form.equals(asked.form()) ? null : Found.OTHER_FORM;
    }

    /** Of several equal ones that whose caller most likely asks. Nothing is found that is forgotten. */
    private @Nullable Place find(String name, String form) {
        return byName.getOrDefault(name, List.of()).stream()
                .min(Comparator.comparing((Place place) -> !place.form.equals(form))
                        .thenComparingInt(Place::unlikeliness))
                .orElse(null);
    }

    private BatchRecord enter(Place place, Asked asked, boolean isClaimed) {
        BatchRecord record = new BatchRecord(this, place, asked, clock, nanoClock);
        place.record = record;
        if (isOn()) {
            place.names().forEach(name -> byName.computeIfAbsent(name, n -> new ArrayList<>(1))
                    .add(place));
            place.isRegistered = isClaimed;
            if (!isClaimed && !place.isRepeatable) {
                register(place, true);
            }
        }
        return record;
    }

    private void use(Place place, Resend resend) {
        place.users++;
        place.isCounted |= resend.isCounted();
        keepNoMore(place);
    }

    private void keepNoMore(Place place) {
        if (keptWritten.remove(place) || keptUnread.remove(place)) {
            keptBytes -= place.bytes;
        }
        if (place.end != null) {
            place.end.cancel();
            place.end = null;
        }
    }

    /** Enters this gateway in the register. */
    Uni<Owners.Owner> claim(Place place) {
        return owners.claim(place.name, place.print, config.hold());
    }

    /** It is this gateway's to run it: others must know it by both its names. */
    void begins(Place place) {
        if (place.isKeyed && !place.isRepeatable) {
            owners.hold(place.print, place.print, config.hold());
        }
    }

    /** Another run of it begins, which may take as long as the first. */
    synchronized void goesOn(Place place) {
        if (isOn() && !place.isForgotten) {
            register(place, true);
        }
    }

    /** One who used {@code record} does so no more. On its event loop. */
    void leaves(BatchRecord record, boolean isWritten) {
        boolean isRunning = record.isRunning();
        synchronized (this) {
            Place place = record.place();
            place.users--;
            place.wasWritten |= isWritten;
            if (isUnused(place)) {
                if (!isRunning) {
                    settle(record);
                } else if (isOn()) {
                    // Once more if it was before: the register may have been lost then.
                    register(place, true);
                }
            }
        }
    }

    private static boolean isUnused(Place place) {
        return place.users == 0 && !place.isForgotten && place.record != null;
    }

    /** The batch of {@code record} has ended. On its event loop. */
    synchronized void ended(BatchRecord record) {
        if (isUnused(record.place())) {
            settle(record);
        }
    }

    /** Its run broke. A create may have been carried out, and is not to be sent again. On its event loop. */
    synchronized void broken(Place place) {
        if (!isOn()) {
            forget(place);
        } else if (!place.isForgotten) {
            keepUntilEnd(place);
            spend(place);
        }
    }

    /** Forgets what nobody uses, and of which nothing was sent; false when somebody does. */
    synchronized boolean forgetUnused(Place place) {
        if (place.users > 0) {
            return false;
        }
        forget(place);
        return true;
    }

    /** Nothing of it was sent, or its time is over. */
    synchronized void forget(Place place) {
        if (place.isForgotten) {
            return;
        }
        place.isForgotten = true;
        keepNoMore(place);
        spent.remove(place);
        for (String name : place.names()) {
            List<Place> equal = byName.get(name);
            if (equal != null && equal.remove(place) && equal.isEmpty()) {
                byName.remove(name);
                if (place.isRegistered) {
                    owners.release(name, place.print);
                }
            }
        }
        close(place);
    }

    /** Nobody listens, and nothing runs: keeps it for who may come back, or forgets it. */
    private void settle(BatchRecord record) {
        Place place = record.place();
        if (!isOn() || !record.isWorthKeeping()) {
            forget(place);
            return;
        }
        keepUntilEnd(place);
        place.bytes = record.keep();
        keptBytes += place.bytes;
        (place.wasWritten ? keptWritten : keptUnread).add(place);
        if (place.bytes > config.maxBytes()) {
            spend(place);
        }
        while (keptBytes > config.maxBytes()) {
            // Who was written an answer hardly ever comes back; who has left unseen does.
            spend(oldest(keptWritten.isEmpty() ? keptUnread : keptWritten));
        }
    }

    private void keepUntilEnd(Place place) {
        register(place, false);
        place.end = timer.after(config.resume().toNanos(), () -> expire(place));
    }

    private synchronized void expire(Place place) {
        if (place.users == 0 || place.record == null) {
            forget(place);
        }
    }

    /** Its outcomes go; of a create it stays known for its time that there was one. */
    private void spend(Place place) {
        if (place.isRepeatable) {
            forget(place);
            return;
        }
        if (keptWritten.remove(place) || keptUnread.remove(place)) {
            keptBytes -= place.bytes;
        }
        close(place);
        spent.add(place);
        if (spent.size() > MOST_SPENT) {
            forget(oldest(spent));
        }
    }

    private static void close(Place place) {
        BatchRecord record = place.record;
        if (record != null) {
            place.record = null;
            record.close();
        }
    }

    private static Place oldest(Set<Place> places) {
        Iterator<Place> all = places.iterator();
        return all.next();
    }

    /** Tells the other gateways; while an equal batch runs, its longer time holds. */
    private void register(Place place, boolean isRunning) {
        place.isRegistered = true;
        for (String name : place.names()) {
            boolean isLong = isRunning
                    || byName.getOrDefault(name, List.of()).stream()
                            .anyMatch(other -> other != place && other.users > 0);
            owners.hold(name, place.print, isLong ? config.hold() : config.resume());
        }
    }

    void found(Found found) {
        watch.accept(found);
    }
}
