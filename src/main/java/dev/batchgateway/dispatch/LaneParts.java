package dev.batchgateway.dispatch;

import java.util.function.LongSupplier;

/**
 * What every lane is made of.
 *
 * @param gate bounds the calls under way over all lanes
 * @param clock a monotonic clock, in nanoseconds
 * @param timer runs things later
 * @param watch told what goes on
 * @param usualMembers gateways that share a budget while none have been counted, at least 1
 */
record LaneParts(InFlightGate gate, LongSupplier clock, Timer timer, Watch watch, int usualMembers) {}
