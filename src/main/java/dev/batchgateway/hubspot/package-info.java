/**
 * HubSpot as it is on the wire: the only package that knows its status codes, headers and bodies, and the only one
 * that opens connections to it for batches.
 *
 * <p>{@link dev.batchgateway.hubspot.HubSpotClient} is the {@link dev.batchgateway.dispatch.CallSender}: it sends a
 * {@link dev.batchgateway.dispatch.Call} through the REST client {@link dev.batchgateway.hubspot.HubSpotApi}, guarded
 * by SmallRye Fault Tolerance ({@link dev.batchgateway.hubspot.ExchangeGuard}), and
 * {@link dev.batchgateway.hubspot.ReplyReader} makes a {@link dev.batchgateway.batch.Reply} of whatever comes back.
 * The guard sees exceptions, so failures become replies outside of it.
 *
 * <p>Runs on the event loop that asks; nothing blocks. Depends on {@code batch}, {@code json} and the port in
 * {@code dispatch} ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.hubspot;

import org.jspecify.annotations.NullMarked;
