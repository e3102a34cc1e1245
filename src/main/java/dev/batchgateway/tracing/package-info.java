/**
 * Traces: a span for each request for a batch, and one beneath it for each attempt at HubSpot, for whoever runs an
 * OpenTelemetry collector. Off until the address of one is configured.
 *
 * <p>In: {@link dev.batchgateway.tracing.Tracing} begins a {@link dev.batchgateway.tracing.RequestSpan} with a request,
 * as a part of the caller's own trace if its headers tell one (W3C <i>Trace Context</i>); a run tells it of its attempts
 * by the ports in {@code dispatch}. Out: spans to the collector ({@link dev.batchgateway.tracing.OtlpExporter}), and
 * the {@code traceparent} of each attempt to HubSpot. Not its {@code tracestate}, in which anything may be that callers'
 * tracing has put there.
 *
 * <p>Nothing that comes out of a body, and no token, path or query, is in a span; names are those of OpenTelemetry's
 * semantic conventions where it has one, and ours begin with {@code gateway.}.
 *
 * <p>Only the spans are OpenTelemetry's; who a span's parent is goes from hand to hand, and no context is kept for
 * threads. So off means that nothing of it is loaded, and that requests meet {@link
 * dev.batchgateway.tracing.RequestSpan#NONE}.
 *
 * <p>Thread-safe; whoever ends a span waits for nothing: spans are queued for a thread of OpenTelemetry's, and dropped
 * when the queue is full. Depends on {@code dispatch} and what that depends on ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.tracing;

import org.jspecify.annotations.NullMarked;
