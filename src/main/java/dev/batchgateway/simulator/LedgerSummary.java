package dev.batchgateway.simulator;

import java.util.Map;

/**
 * A ledger in numbers.
 *
 * @param calls received
 * @param writes inputs written
 * @param throttled calls refused with 429 by the simulator's own limits; scripted 429s are only in {@code statuses}
 * @param mostInFlight the most calls that were being answered at one time
 * @param statuses how many calls were answered with each status; 0 stands for a cut connection
 * @param operations the same by operation
 */
public record LedgerSummary(
        int calls,
        long writes,
        int throttled,
        int mostInFlight,
        Map<Integer, Integer> statuses,
        Map<HubSpotOperation, Counts> operations) {

    /** Copies the maps. */
    public LedgerSummary {
        statuses = Map.copyOf(statuses);
        operations = Map.copyOf(operations);
    }

    /**
     * One operation in numbers.
     *
     * @param inputs received, written or not
     * @param mostInputs the most inputs of one call
     */
    public record Counts(int calls, long inputs, long writes, int mostInputs) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts withCall() {
            return new Counts(calls + 1, inputs, writes, mostInputs);
        }

        Counts withInputs(int more) {
            return new Counts(calls, inputs + more, writes, Math.max(mostInputs, more));
        }

        Counts withWrite() {
            return new Counts(calls, inputs, writes + 1, mostInputs);
        }
    }
}
