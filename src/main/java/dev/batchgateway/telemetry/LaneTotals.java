package dev.batchgateway.telemetry;

import dev.batchgateway.dispatch.LaneState;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The lanes of one budget, added up over all accounts: a series for each account would have no bound.
 *
 * @param permits calls in a window
 * @param available permits that nobody has
 * @param underWay calls under way
 * @param inFlightBound most calls under way at once
 * @param waiting batches that wait for a permit
 * @param shut lanes that a 429 has shut
 * @param alone lanes whose store is lost
 */
record LaneTotals(
        long permits, long available, long underWay, long inFlightBound, long waiting, long shut, long alone) {

    static LaneTotals of(List<LaneState> lanes) {
        return new LaneTotals(
                sum(lanes, LaneState::permits),
                sum(lanes, LaneState::available),
                sum(lanes, LaneState::underWay),
                sum(lanes, LaneState::inFlightBound),
                sum(lanes, LaneState::waiting),
                lanes.stream().filter(LaneState::isShut).count(),
                lanes.stream().filter(LaneState::isAlone).count());
    }

    private static long sum(List<LaneState> lanes, ToIntFunction<LaneState> number) {
        return lanes.stream().mapToLong(number::applyAsInt).sum();
    }
}
