package dev.batchgateway.resume;

import dev.batchgateway.dispatch.Timer;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The records of batches: which there are, who is meant by a re-send, how long each is kept, and how much of them all.
 * Thread-safe.
 */
public final class Records {
    private final ResumeConfig config;
    private final Timer timer;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Consumer<Found> watch;
    private final KnownPlaces known;
    private final KeptPlaces kept;

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
        this.known = new KnownPlaces(config, owners);
        this.kept = new KeptPlaces(config.maxBytes());
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
        return kept.bytes();
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
        Place place;
        synchronized (this) {
            place = looks ? known.find(name, asked.form()) : null;
            refused = place == null ? null : place.refusal(asked);
            if (place == null) {
                record = enter(new Place(name, asked, key != null), asked, looks);
                use(record.place(), resend);
            } else if (refused == null) {
                record = place.record();
                use(place, resend);
                // What was kept may go on, for longer than it would have been kept.
                known.register(place, true);
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
        if (place == null) {
            found.begin(listener, looks);
        } else {
            found.onHome(() -> found.join(listener));
        }
    }

    private BatchRecord enter(Place place, Asked asked, boolean isClaimed) {
        BatchRecord record = new BatchRecord(this, place, asked, clock, nanoClock);
        place.holds(record);
        if (isOn()) {
            known.add(place);
            if (isClaimed) {
                place.registered();
            } else if (!place.isRepeatable()) {
                known.register(place, true);
            }
        }
        return record;
    }

    private void use(Place place, Resend resend) {
        place.enter(resend.isCounted());
        kept.remove(place);
        place.goesOn();
    }

    /** Enters this gateway in the register. */
    @CheckReturnValue
    Uni<Owners.Owner> claim(Place place) {
        return known.claim(place);
    }

    /** It is this gateway's to run it. */
    void begins(Place place) {
        known.begins(place);
    }

    /** Another run of it begins, which may take as long as the first. */
    synchronized void goesOn(Place place) {
        if (isOn() && !place.isForgotten()) {
            known.register(place, true);
        }
    }

    /** One who used {@code record} does so no more. On its event loop. */
    void leaves(BatchRecord record, boolean isWritten) {
        boolean isRunning = record.isRunning();
        synchronized (this) {
            Place place = record.place();
            place.leave(isWritten);
            if (place.isUnused()) {
                if (!isRunning) {
                    settle(record);
                } else if (isOn()) {
                    // Of what is no create they are told only now: its caller may come back, anywhere.
                    known.register(place, true);
                }
            }
        }
    }

    /** The batch of {@code record} has ended. On its event loop. */
    synchronized void ended(BatchRecord record) {
        if (record.place().isUnused()) {
            settle(record);
        }
    }

    /** Its run broke. A create may have been carried out, and is not to be sent again. On its event loop. */
    synchronized void broken(Place place) {
        if (!isOn()) {
            forget(place);
        } else if (!place.isForgotten()) {
            keepUntilEnd(place);
            spend(place);
        }
    }

    /** Forgets what nobody uses, and of which nothing was sent; false when somebody does. */
    synchronized boolean forgetUnused(Place place) {
        if (place.isUsed()) {
            return false;
        }
        forget(place);
        return true;
    }

    /** Nothing of it was sent, or its time is over. */
    synchronized void forget(Place place) {
        if (place.forget()) {
            kept.forget(place);
            place.goesOn();
            known.remove(place);
            place.close();
        }
    }

    /** Nobody listens, and nothing runs: keeps it for who may come back, or forgets it. */
    private void settle(BatchRecord record) {
        Place place = record.place();
        if (!isOn() || !record.isWorthKeeping()) {
            forget(place);
            return;
        }
        keepUntilEnd(place);
        long bytes = record.keep();
        kept.keep(place, bytes);
        if (kept.isTooMuch(bytes)) {
            spend(place);
        }
        for (Place next = kept.tooMuch(); next != null; next = kept.tooMuch()) {
            spend(next);
        }
    }

    private void keepUntilEnd(Place place) {
        known.register(place, false);
        place.endsWith(timer.after(config.resume().toNanos(), () -> expire(place)));
    }

    private synchronized void expire(Place place) {
        if (!place.isUsed() || place.record() == null) {
            forget(place);
        }
    }

    /** Its outcomes go; of a create it stays known for its time that there was one. */
    private void spend(Place place) {
        if (place.isRepeatable()) {
            forget(place);
            return;
        }
        Place oneTooMany = kept.spend(place);
        place.close();
        if (oneTooMany != null) {
            forget(oneTooMany);
        }
    }

    void found(Found found) {
        watch.accept(found);
    }
}
