package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What HubSpot has said about inputs per call where it differs from the table: kept for an hour for each object type,
 * operation and history flag, of the {@value #MOST_KEPT} latest. Thread-safe.
 */
final class LearnedLimits {
    private static final int MOST_KEPT = 1_000;
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();

    private record Learned(int most, long sinceNanos) {}

    private final LongSupplier clock;
    private final Map<String, Learned> byCall = new LinkedHashMap<>();

    LearnedLimits(LongSupplier clock) {
        this.clock = clock;
    }

    /** Most inputs of one call. */
    synchronized int mostInputs(Target target, boolean withHistory) {
        int table = target.operation().mostInputs(withHistory);
        Learned learned = byCall.get(key(target, withHistory));
        return learned != null && clock.getAsLong() - learned.sinceNanos() < KEPT_NANOS
                ? Math.min(table, learned.most())
                : table;
    }

    /** HubSpot named {@code most}; taken if it is at least 1 and less than what is known. */
    synchronized void learn(Target target, boolean withHistory, int most) {
        if (most >= 1 && most < mostInputs(target, withHistory)) {
            byCall.remove(key(target, withHistory));
            byCall.put(key(target, withHistory), new Learned(most, clock.getAsLong()));
            if (byCall.size() > MOST_KEPT) {
                byCall.remove(byCall.keySet().iterator().next());
            }
        }
    }

    private static String key(Target target, boolean withHistory) {
        return target.operation() + " " + target.type().toLowerCase(Locale.ROOT) + " " + withHistory;
    }
}
