package dev.batchgateway;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What two keys must be to each other, and whether they are.
 *
 * @param key one
 * @param than how they relate, such as "must be no longer than"
 * @param other the other
 */
record ConfigRelation(String key, String than, String other, boolean holds) {
    /** How those of {@code c} are to each other; where a key is not set, its default keeps to them. */
    static List<ConfigRelation> of(GatewayConfig c) {
        return List.of(
                new ConfigRelation(
                        "gateway.dispatch.first-backoff",
                        "must be no longer than",
                        "gateway.dispatch.longest-backoff",
                        c.dispatch().firstBackoff().compareTo(c.dispatch().longestBackoff()) <= 0),
                new ConfigRelation(
                        "gateway.edge.max-batches-per-caller",
                        "must be no more than",
                        "gateway.edge.max-batches",
                        c.edge().maxBatchesPerCaller().orElse(1) <= c.edge().maxBatches()),
                new ConfigRelation(
                        "gateway.edge.max-passed-on-per-caller",
                        "must be no more than",
                        "gateway.edge.max-passed-on",
                        c.edge().maxPassedOnPerCaller().orElse(1) <= c.edge().maxPassedOn()),
                new ConfigRelation(
                        "gateway.edge.max-held-per-caller",
                        "must be no more than",
                        "gateway.edge.max-held",
                        isPartOfHeld(c, c.edge().maxHeldPerCaller())),
                new ConfigRelation(
                        "gateway.edge.max-resume",
                        "must be no more than",
                        "gateway.edge.max-held",
                        isPartOfHeld(c, c.edge().maxResume())));
    }

    private static boolean isPartOfHeld(GatewayConfig c, Optional<MemorySize> part) {
        Optional<MemorySize> held = c.edge().maxHeld();
        return held.isEmpty() || size(part).compareTo(size(held)) <= 0;
    }

    private static BigInteger size(Optional<MemorySize> given) {
        return given.map(MemorySize::asBigInteger).orElse(BigInteger.ZERO);
    }

    /**
     * What is wrong when it does not hold.
     *
     * @param given a key's value as it was written
     */
    String fault(UnaryOperator<String> given) {
        return key + " " + than + " " + other + ", which is " + given.apply(other) + ", not " + given.apply(key);
    }
}
