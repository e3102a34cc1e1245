/**
 * HTTP in and out, and nothing else: which path is which ({@link dev.batchgateway.edge.Routes}), reading a caller's
 * body as it arrives ({@link dev.batchgateway.edge.BodyReader}), handing the batch to
 * {@link dev.batchgateway.dispatch.Dispatcher}, and rendering HubSpot's answer for all of it, at the end
 * ({@link dev.batchgateway.edge.JsonBatches}) or meanwhile ({@link dev.batchgateway.edge.LineBatches}). Every other HubSpot path goes through
 * {@link dev.batchgateway.edge.PassThrough} as one streamed call.
 * Callers who do not get on are {@link dev.batchgateway.edge.SlowSenders}' and
 * {@link dev.batchgateway.edge.BodyIdle}'s.
 *
 * <p>One resource method for each HTTP method and no path templates of JAX-RS: the paths are HubSpot's, must be
 * checked raw (dot segments, encoded slashes) before anything decodes them, and are one table with the operations.
 *
 * <p>The pass-through uses the Vert.x client and not the REST client: both bodies are streamed with back-pressure,
 * whatever their type, for which the REST client has no form.
 *
 * <p>A request stays on its event loop; bodies are read and answers written piece by piece, so none is held for long.
 * What is wrong with a request as a whole is a {@link dev.batchgateway.edge.Refusal}, mapped in one place. Nobody
 * imports this package ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.edge;

import org.jspecify.annotations.NullMarked;
