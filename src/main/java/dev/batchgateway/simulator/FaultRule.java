package dev.batchgateway.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Fault} and the calls it is meant for. Made with {@link #of} and narrowed with the other methods:
 * {@code FaultRule.of(Fault.status(502)).on(OBJECTS_CREATE).times(3)}.
 *
 * @param operation the only operation it is meant for, or null for all
 * @param path a part of the path with query that the call's must contain; empty for any
 * @param firstCall number of the first call it may meet; calls are numbered from 1 since the last reset
 * @param lastCall number of the last one
 * @param times how many calls it meets before it is used up
 * @param probability that it meets a call it is meant for, from 0 to 1
 */
public record FaultRule(
        Fault fault,
        @Nullable HubSpotOperation operation,
        String path,
        int firstCall,
        int lastCall,
        int times,
        double probability) {

    /** Checks the ranges. */
    public FaultRule {
        if (times < 1 || firstCall < 1 || lastCall < firstCall || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("A fault needs times of at least 1, calls from 1 up, and a probability"
                    + " from 0 to 1, not times " + times + ", calls " + firstCall + " to " + lastCall
                    + ", probability " + probability);
        }
    }

    /** That fault for the next call, whatever it is. */
    public static FaultRule of(Fault fault) {
        return new FaultRule(fault, null, "", 1, Integer.MAX_VALUE, 1, 1);
    }

    /** The same for calls of one operation only. */
    public FaultRule on(HubSpotOperation only) {
        return new FaultRule(fault, only, path, firstCall, lastCall, times, probability);
    }

    /** The same for calls whose path with query contains {@code part}. */
    public FaultRule onPath(String part) {
        return new FaultRule(fault, operation, part, firstCall, lastCall, times, probability);
    }

    /** The same for the calls numbered {@code first} to {@code last}, both included. */
    public FaultRule onCalls(int first, int last) {
        return new FaultRule(fault, operation, path, first, last, times, probability);
    }

    /** The same for that many calls. */
    public FaultRule times(int calls) {
        return new FaultRule(fault, operation, path, firstCall, lastCall, calls, probability);
    }

    /** The same for every call it is meant for. */
    public FaultRule always() {
        return times(Integer.MAX_VALUE);
    }

    /** The same, but each call is spared with the rest of the probability. */
    public FaultRule withProbability(double chance) {
        return new FaultRule(fault, operation, path, firstCall, lastCall, times, chance);
    }

    boolean isMeantFor(int call, HubSpotOperation calledOperation, String calledPath) {
        return call >= firstCall
                && call <= lastCall
                && (operation == null || operation == calledOperation)
                && calledPath.contains(path);
    }
}
