package dev.batchgateway.dispatch;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What every lane is made of.
 *
 * @param gate bounds the calls under way over all lanes
 * @param clock a monotonic clock, in nanoseconds
 * @param timer runs things later
 * @param watch told what goes on
 * @param gateways gateways that may share a budget, whether they have used a lane of it or not, at least 1
 */
record LaneParts(InFlightGate gate, LongSupplier clock, Timer timer, Watch watch, IntSupplier gateways) {}
