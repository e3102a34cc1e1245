package dev.batchgateway;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What batches and calls under way may have of the heap together. The rest of it is for buffers of connections and for the
 * program itself.
 *
 * @param heap the most there can be of it, in bytes
 */
record HeapShare(Optional<MemorySize> held, Optional<MemorySize> inFlight, long heap) {
    private static final String HELD = "gateway.edge.max-held";
    private static final String IN_FLIGHT = "gateway.dispatch.max-in-flight-bytes";
    private static final String BOTH = HELD + " and " + IN_FLIGHT + " together ";

    /** How the two relate to the heap, as the reference tells it. */
    static final String TOLD =
            "`" + HELD + "` and `" + IN_FLIGHT + "` together must be less than the heap, and should be"
                    + " no more than three quarters of it; otherwise the log says so";

    static HeapShare of(GatewayConfig config, long heap) {
        return new HeapShare(config.edge().maxHeld(), config.dispatch().maxInFlightBytes(), heap);
    }

    /** Whether each alone is less than the heap and both are not: of the one that is not a {@link ConfigRelation} tells. */
    boolean isTooMuch() {
        return isLessThanHeap(held()) && isLessThanHeap(inFlight()) && both().compareTo(whole()) >= 0;
    }

    /** Whether little is left. By default both have a little more than a half. */
    boolean isMuch() {
        return both().multiply(BigInteger.valueOf(4)).compareTo(whole().multiply(BigInteger.valueOf(3))) > 0;
    }

    /** What is wrong when it is too much. */
    String fault(UnaryOperator<String> given) {
        return BOTH + "must be less than the heap, which is " + heap + " bytes, not " + parts(given);
    }

    /** What may come of it when it is much. */
    String doubt(UnaryOperator<String> given) {
        return BOTH + "should be no more than three quarters of the heap, which is " + heap + " bytes, not "
                + parts(given)
                + ": little is left for buffers of connections and for the program, and the gateway may end"
                + " for want of memory";
    }

    private String parts(UnaryOperator<String> given) {
        return held.map(set -> given.apply(HELD))
                        .orElseGet(() -> Wiring.usualHeld(heap) + " (two fifths of the heap, since it is not set)")
                + " and "
                + inFlight.map(set -> given.apply(IN_FLIGHT))
                        .orElseGet(() -> Wiring.usualInFlight(heap) + " (an eighth of the heap, since it is not set)");
    }

    private BigInteger both() {
        return held.map(MemorySize::asBigInteger)
                .orElseGet(() -> BigInteger.valueOf(Wiring.usualHeld(heap)))
                .add(inFlight.map(MemorySize::asBigInteger)
                        .orElseGet(() -> BigInteger.valueOf(Wiring.usualInFlight(heap))));
    }

    private boolean isLessThanHeap(Optional<MemorySize> part) {
        return part.map(MemorySize::asBigInteger).orElse(BigInteger.ZERO).compareTo(whole()) < 0;
    }

    private BigInteger whole() {
        return BigInteger.valueOf(heap);
    }
}
