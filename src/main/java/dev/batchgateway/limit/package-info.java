/**
 * Arithmetic of HubSpot's limits over nanoseconds: the rolling {@link dev.batchgateway.limit.Window} of calls,
 * shared with strangers or not, and how many calls may be under way at once ({@link dev.batchgateway.limit.InFlight}).
 *
 * <p>Nothing here waits, sends, or reads a clock: every method is told what time it is. Not thread-safe; a lane guards
 * its own with a lock it holds for a few hundred nanoseconds. Plain JDK ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.limit;

import org.jspecify.annotations.NullMarked;
