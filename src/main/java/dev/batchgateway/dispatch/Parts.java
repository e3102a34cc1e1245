package dev.batchgateway.dispatch;

import dev.batchgateway.retry.DecisionTable;
import java.util.function.LongSupplier;

/**
 * What every run is made of.
 *
 * @param sender makes the calls
 * @param table decides what follows a reply
 * @param config what bounds a batch
 * @param clock a monotonic clock, in nanoseconds
 * @param timer runs things later
 * @param watch told what goes on
 * @param callRoom bounds the bytes of calls under way
 */
public record Parts(
        CallSender sender,
        DecisionTable table,
        DispatchConfig config,
        LongSupplier clock,
        Timer timer,
        Watch watch,
        CallRoom callRoom) {}
