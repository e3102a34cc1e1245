package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Target;
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

    private final Lane objects;
    private final Lane associations;
    private final LearnedLimits limits;
    private final Set<String> proven = new LinkedHashSet<>();

    Account(Lane objects, Lane associations, LongSupplier clock) {
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

    LearnedLimits limits() {
        return limits;
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

    boolean isIdle(long now) {
        return objects.isIdle(now) && associations.isIdle(now);
    }

    private static String key(Target target, @Nullable String idProperty) {
        return target.operation() + " " + target.type().toLowerCase(Locale.ROOT) + " " + idProperty;
    }
}
