package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Target;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What one app's answers weigh, apart for each operation, object type and what stands around the inputs, which names
 * the properties that are read; of the {@value #MOST_KEPT} used last. Thread-safe.
 */
final class ReplySizes {
    private static final int MOST_KEPT = 1_000;

    /** The query as a number: it may be long. */
    private record Kind(String call, int query, int envelope) {}

    private final Map<Kind, ReplySize> sizes = new LinkedHashMap<>(16, 0.75f, true);

    /** Of the calls of a batch with that target and envelope. */
    synchronized ReplySize of(Target target, Envelope envelope) {
        String call = target.operation() + " " + target.type().toLowerCase(Locale.ROOT);
        ReplySize size = sizes.computeIfAbsent(
                new Kind(call, Objects.hashCode(target.query()), envelope.print()),
                kind -> new ReplySize(target.operation(), target.operation().mostInputs(envelope.withHistory())));
        if (sizes.size() > MOST_KEPT) {
            sizes.remove(sizes.keySet().iterator().next());
        }
        return size;
    }
}
