package dev.batchgateway.resume;

import dev.batchgateway.batch.Operation;
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
    /** About what is left of a record whose outcomes were not kept. */
    static final long SPENT_BYTES = 512;

    /** What is known of a record without going where it lives. All but the names is guarded by {@link Records}' lock. */
    static final class Place {
        private final String name;
        private final String print;
        private final boolean isKeyed;
        private boolean isCounted;
        private boolean wasWritten;
        private boolean isRegistered;
        private boolean isSpent;
        private boolean isForgotten;
        private int users;
        private long bytes;
        private Timer.@Nullable Scheduled end;

        private Place(String name, String print, Resend resend) {
            this.name = name;
            this.print = print;
            this.isKeyed = resend.key() != null;
        }

        String name() {
            return name;
        }

        String print() {
            return print;
        }

        boolean wasWritten() {
            return wasWritten;
        }

        /** Whose caller has left; who may have, unseen; who has been written an answer; of whom nothing is kept. */
        private int unlikeliness() {
            if (isSpent) {
                return 3;
            }
            return users > 0 ? 1 : wasWritten ? 2 : 0;
        }

        /** Whether a caller who was written an answer may ask once more, and must not be served anew. */
        boolean mayComeAgain(Operation operation) {
            return isKeyed || (isCounted && !operation.isRepeatable());
        }
    }

    private final ResumeConfig config;
    private final Owners owners;
    private final Timer timer;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Consumer<Found> watch;
    private final Map<String, List<BatchRecord>> byName = new HashMap<>();
    /** Kept for nobody, the oldest first: those with outcomes, and those without. */
    private final Set<BatchRecord> kept = new LinkedHashSet<>();

    private final Set<BatchRecord> spent = new LinkedHashSet<>();
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
        BatchRecord known;
        synchronized (this) {
            known = looks ? find(name) : null;
            refused = known == null ? null : refusal(known.place(), asked);
            if (refused == null) {
                record = known == null
                        ? new BatchRecord(this, new Place(name, asked.print(), resend), asked, clock, nanoClock)
                        : known;
                use(record, resend);
            }
            if (known != null && record != null) {
                // What was kept may go on, for longer than it would have been kept.
                register(known.place(), true);
            } else if (record != null && isOn()) {
                enter(record, looks);
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
        return place.isSpent ? Found.NOT_KEPT : null;
    }

    /** Of several equal ones that whose caller most likely asks. Nothing is found that is forgotten. */
    private @Nullable BatchRecord find(String name) {
        return byName.getOrDefault(name, List.of()).stream()
                .min(Comparator.comparingInt(record -> record.place().unlikeliness()))
                .orElse(null);
    }

    private void enter(BatchRecord record, boolean isClaimed) {
        Place place = record.place();
        byName.computeIfAbsent(place.name, n -> new ArrayList<>(1)).add(record);
        place.isRegistered = isClaimed;
        if (!isClaimed && !record.operation().isRepeatable()) {
            register(place, true);
        }
    }

    private void use(BatchRecord record, Resend resend) {
        Place place = record.place();
        place.users++;
        place.isCounted |= resend.isCounted();
        if (kept.remove(record)) {
            keptBytes -= place.bytes;
        }
        if (place.end != null) {
            place.end.cancel();
            place.end = null;
        }
    }

    /** One who used {@code record} does so no more. On its event loop. */
    void leaves(BatchRecord record, boolean isWritten) {
        boolean isRunning = record.isRunning();
        synchronized (this) {
            Place place = record.place();
            place.users--;
            place.wasWritten |= isWritten;
            if (place.users == 0 && !place.isForgotten && !place.isSpent) {
                if (!isRunning) {
                    settle(record);
                } else if (isOn()) {
                    // Once more if it was before: the register may have been lost then.
                    register(place, true);
                }
            }
        }
    }

    /** The batch of {@code record} has ended. On its event loop. */
    synchronized void ended(BatchRecord record) {
        Place place = record.place();
        if (place.users == 0 && !place.isForgotten && !place.isSpent) {
            settle(record);
        }
    }

    /** Its run broke. A create may have been carried out, and is not to be sent again. On its event loop. */
    synchronized void broken(BatchRecord record) {
        if (!record.place().isForgotten) {
            keepUntilEnd(record);
            spend(record);
            trim();
        }
    }

    /** Nothing of it was sent. */
    synchronized void forget(BatchRecord record) {
        Place place = record.place();
        if (place.isForgotten) {
            return;
        }
        place.isForgotten = true;
        if (kept.remove(record) || spent.remove(record)) {
            keptBytes -= place.bytes;
        }
        if (place.end != null) {
            place.end.cancel();
            place.end = null;
        }
        List<BatchRecord> equal = byName.get(place.name);
        if (equal != null && equal.remove(record) && equal.isEmpty()) {
            byName.remove(place.name);
            if (place.isRegistered) {
                owners.release(place.name, place.print);
            }
        }
        record.close();
    }

    /** Nobody listens, and nothing runs: keeps it for who may come back, or forgets it. */
    private void settle(BatchRecord record) {
        if (!isOn() || !record.isWorthKeeping()) {
            forget(record);
            return;
        }
        Place place = record.place();
        keepUntilEnd(record);
        place.bytes = record.bytesHeld();
        keptBytes += place.bytes;
        kept.add(record);
        if (place.bytes > config.maxBytes()) {
            spend(record);
        }
        trim();
    }

    private void keepUntilEnd(BatchRecord record) {
        Place place = record.place();
        register(place, false);
        place.end = timer.after(config.resume().toNanos(), () -> expire(record));
    }

    private synchronized void expire(BatchRecord record) {
        if (record.place().users == 0) {
            forget(record);
        }
    }

    /** Its outcomes go; of a create it stays known that there was one. */
    private void spend(BatchRecord record) {
        if (record.operation().isRepeatable() || !isOn()) {
            forget(record);
            return;
        }
        Place place = record.place();
        if (kept.remove(record)) {
            keptBytes -= place.bytes;
        }
        place.isSpent = true;
        place.bytes = SPENT_BYTES;
        keptBytes += place.bytes;
        spent.add(record);
        record.close();
    }

    private void trim() {
        while (keptBytes > config.maxBytes() && !kept.isEmpty()) {
            spend(oldest(kept));
        }
        while (keptBytes > config.maxBytes() && !spent.isEmpty()) {
            forget(oldest(spent));
        }
    }

    private static BatchRecord oldest(Set<BatchRecord> records) {
        Iterator<BatchRecord> all = records.iterator();
        return all.next();
    }

    /** Tells the other gateways; while an equal batch runs, its longer time holds. */
    private void register(Place place, boolean isRunning) {
        place.isRegistered = true;
        boolean isLong = isRunning
                || byName.getOrDefault(place.name, List.of()).stream()
                        .anyMatch(other -> other.place() != place && other.place().users > 0);
        owners.hold(place.name, place.print, isLong ? config.hold() : config.resume());
    }

    void found(Found found) {
        watch.accept(found);
    }

    ResumeConfig config() {
        return config;
    }

    Owners owners() {
        return owners;
    }
}
