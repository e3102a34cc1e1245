package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Target;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One app's share of HubSpot: its two rate budgets (associations are counted apart, API-FACTS 2.3) and what has been
 * learned about it. Thread-safe.
 */
public final class Account {
    private static final int MOST_PROVEN = 1_000;
    /** Who has asked for it may not have begun with it yet. */
    private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Portal portal;
    private final Lane objects;
    private final Lane associations;
    private final LearnedLimits limits;
    private final ReplySizes replySizes = new ReplySizes();
    private final Set<String> proven = new LinkedHashSet<>();
    private int runs;
    private long askedForAt;

    Account(Portal portal, Lane objects, Lane associations, LongSupplier clock) {
        this.portal = portal;
        this.objects = objects;
        this.associations = associations;
        this.limits = new LearnedLimits(clock);
    }

    /** The lane that calls to {@code target} wait in. */
    public Lane lane(Target target) {
        return target.operation().isAssociation() ? associations : objects;
    }

    /** The lane of everything that is no association batch. */
    public Lane objects() {
        return objects;
    }

    /** The lane of association batches. */
    Lane associations() {
        return associations;
    }

    /** Whose daily quota it spends. */
    Portal portal() {
        return portal;
    }

    /** It is forgotten: its lanes need not be woken any more. */
    void retire() {
        objects.retire();
        associations.retire();
        portal.remove(objects);
        portal.remove(associations);
    }

    LearnedLimits limits() {
        return limits;
    }

    ReplySizes replySizes() {
        return replySizes;
    }

    /** Whether HubSpot has answered such a call with a 2xx before, so that token, type and key are known to be good. */
    synchronized boolean isProven(Target target, @Nullable String idProperty) {
        return proven.contains(key(target, idProperty));
    }

    synchronized void prove(Target target, @Nullable String idProperty) {
        if (proven.add(key(target, idProperty)) && proven.size() > MOST_PROVEN) {
            proven.remove(proven.iterator().next());
        }
    }

    synchronized void askedForAt(long now) {
        askedForAt = now;
    }

    /** A batch has begun; until it has ended the account is not forgotten, however quiet it is. */
    synchronized void begin() {
        runs++;
    }

    synchronized void end() {
        runs--;
    }

    /** Whether nobody would miss it: a second one for the same token would spend the same budget again. */
    synchronized boolean isIdle(long now) {
        boolean isWanted = runs > 0 || now - askedForAt < KEPT_NANOS;
        return !isWanted && objects.isIdle(now) && associations.isIdle(now);
    }

    private static String key(Target target, @Nullable String idProperty) {
        return target.operation() + " " + target.type().toLowerCase(Locale.ROOT) + " " + idProperty;
    }
}
