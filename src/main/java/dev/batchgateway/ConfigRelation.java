package dev.batchgateway;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What two keys must be to each other, or one to the heap, and whether they are.
 *
 * @param key one
 * @param than how they relate, such as "must be no longer than"
 * @param other the other, or {@link #HEAP}
 * @param instead what counts where the other is not set or is no key, and why; empty where it is, or has a default
 */
record ConfigRelation(String key, String than, String other, String instead, boolean holds) {
    /** It is no key: the machine gives it, or {@code -Xmx}. */
    static final String HEAP = "the heap";

    /**
     * How those of {@code c} are to each other; where the first key is not set, its default keeps to them.
     *
     * @param heap the most there can be of it, in bytes
     */
    static List<ConfigRelation> of(GatewayConfig c, long heap) {
        long usualHeld = Wiring.usualHeld(heap);
        return List.of(
                partOfHeap("gateway.edge.max-held", c.edge().maxHeld(), heap),
                partOfHeap("gateway.dispatch.max-in-flight-bytes", c.dispatch().maxInFlightBytes(), heap),
                new ConfigRelation(
                        "gateway.dispatch.first-backoff",
                        "must be no longer than",
                        "gateway.dispatch.longest-backoff",
                        "",
                        c.dispatch().firstBackoff().compareTo(c.dispatch().longestBackoff()) <= 0),
                new ConfigRelation(
                        "gateway.edge.max-batches-per-caller",
                        "must be no more than",
                        "gateway.edge.max-batches",
                        "",
                        c.edge().maxBatchesPerCaller().orElse(Integer.MIN_VALUE)
                                <= c.edge().maxBatches()),
                new ConfigRelation(
                        "gateway.edge.max-passed-on-per-caller",
                        "must be no more than",
                        "gateway.edge.max-passed-on",
                        "",
                        c.edge().maxPassedOnPerCaller().orElse(Integer.MIN_VALUE)
                                <= c.edge().maxPassedOn()),
                partOfHeld(c, "gateway.edge.max-held-per-caller", c.edge().maxHeldPerCaller(), usualHeld),
                partOfHeld(c, "gateway.edge.max-resume", c.edge().maxResume(), usualHeld),
                new ConfigRelation(
                        "gateway.limit.max-association-permits",
                        "must be no less than",
                        "gateway.limit.association-permits",
                        "",
                        c.limit().maxAssociationPermits().orElse(Integer.MAX_VALUE)
                                >= c.limit().associationPermits()));
    }

    /** Past it the gateway would die of what it is allowed to take in. */
    private static ConfigRelation partOfHeap(String key, Optional<MemorySize> part, long heap) {
        BigInteger given = part.map(MemorySize::asBigInteger).orElse(BigInteger.ZERO);
        return new ConfigRelation(
                key, "must be less than", HEAP, heap + " bytes", given.compareTo(BigInteger.valueOf(heap)) < 0);
    }

    private static ConfigRelation partOfHeld(GatewayConfig c, String key, Optional<MemorySize> part, long usualHeld) {
        Optional<BigInteger> held = c.edge().maxHeld().map(MemorySize::asBigInteger);
        BigInteger given = part.map(MemorySize::asBigInteger).orElse(BigInteger.ZERO);
        return new ConfigRelation(
                key,
                "must be no more than",
                "gateway.edge.max-held",
                held.isPresent() ? "" : usualHeld + " (two fifths of the heap, since it is not set)",
                given.compareTo(held.orElse(BigInteger.valueOf(usualHeld))) <= 0);
    }

    /**
     * What is wrong when it does not hold.
     *
     * @param given a key's value as it was written
     */
    String fault(UnaryOperator<String> given) {
        return key + " " + than + " " + other + ", which is " + (instead.isEmpty() ? given.apply(other) : instead)
                + ", not " + given.apply(key);
    }
}
