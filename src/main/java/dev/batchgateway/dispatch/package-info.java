/**
 * A batch on its way: chunks are made when they can be sent, sent when a lane has a permit, and sent again, apart or
 * in halves as {@link dev.batchgateway.retry.DecisionTable} says, until every input has an outcome.
 *
 * <p>{@link dev.batchgateway.dispatch.Dispatcher} takes a {@link dev.batchgateway.dispatch.BatchRequest} and gives a
 * {@link dev.batchgateway.dispatch.BatchRun}, whose result is a {@code Uni}; calls leave through the port
 * {@link dev.batchgateway.dispatch.CallSender}, after a {@link dev.batchgateway.dispatch.Permit} of the
 * {@link dev.batchgateway.dispatch.Lane} of their account. Lanes pull: a batch only says how many calls it could make,
 * and cuts a chunk when it is given a permit, which makes batches take turns and bounds what they hold.
 *
 * <p>Why permits and decisions are ours and not SmallRye Fault Tolerance's: its rate limit refuses where we wait, and
 * its retry knows exceptions where we decide by a reply. It guards the raw exchange, in {@code hubspot}.
 *
 * <p>Threads: a run lives on the event loop of its request and nowhere else; a lane is shared and guarded by its own
 * lock, which is never held while anything waits or calls out. Depends on {@code limit}, {@code retry}, {@code match}
 * and {@code batch} ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.dispatch;

import org.jspecify.annotations.NullMarked;
