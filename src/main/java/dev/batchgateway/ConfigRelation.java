package dev.batchgateway;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What two keys must be to each other.
 *
 * @param key one
 * @param than how they relate, such as "must be no longer than"
 * @param other the other
 */
record ConfigRelation(String key, String than, String other, Predicate<GatewayConfig> holds) {
    /** Every one; where a key is not set, its default keeps to them. */
    static final List<ConfigRelation> ALL = List.of(
            new ConfigRelation(
                    "gateway.dispatch.first-backoff",
                    "must be no longer than",
                    "gateway.dispatch.longest-backoff",
                    c -> c.dispatch().firstBackoff().compareTo(c.dispatch().longestBackoff()) <= 0),
            new ConfigRelation(
                    "gateway.edge.max-batches-per-caller",
                    "must be no more than",
                    "gateway.edge.max-batches",
                    c -> c.edge().maxBatchesPerCaller().orElse(1) <= c.edge().maxBatches()),
            new ConfigRelation(
                    "gateway.edge.max-held-per-caller",
                    "must be no more than",
                    "gateway.edge.max-held",
                    c -> c.edge().maxHeld().isEmpty()
                            || size(c.edge().maxHeldPerCaller())
                                            .compareTo(size(c.edge().maxHeld()))
                                    <= 0));

    private static BigInteger size(Optional<MemorySize> given) {
        return given.map(MemorySize::asBigInteger).orElse(BigInteger.ZERO);
    }

    /**
     * What is wrong; empty when nothing is.
     *
     * @param given a key's value as it was written
     */
    Optional<String> fault(GatewayConfig config, UnaryOperator<String> given) {
        return holds.test(config)
                ? Optional.empty()
                : Optional.of(key + " " + than + " " + other + ", which is " + given.apply(other) + ", not "
                        + given.apply(key));
    }
}
