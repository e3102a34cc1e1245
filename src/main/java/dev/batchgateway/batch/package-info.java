/**
 * The domain: what a batch is, how it is cut into calls, and how it is put together again. It sends nothing, waits for
 * nothing, and knows no clock.
 *
 * <p>In: a {@link dev.batchgateway.batch.Target} and the caller's {@link dev.batchgateway.batch.Inputs} inside their
 * {@link dev.batchgateway.batch.Envelope}. {@link dev.batchgateway.batch.Splitter} makes
 * {@link dev.batchgateway.batch.Chunk}s of them, {@link dev.batchgateway.batch.CallBody} the bytes of one call; each
 * call ends in a {@link dev.batchgateway.batch.Reply}, each input in one {@link dev.batchgateway.batch.Outcome}, kept
 * by {@link dev.batchgateway.batch.Outcomes}, which proves that none is missing.
 *
 * <p>Plain JDK and {@code dev.batchgateway.json} only ({@code ArchitectureTest} holds that). Types are either
 * immutable or confined to the thread of their batch.
 */
@NullMarked
package dev.batchgateway.batch;

import org.jspecify.annotations.NullMarked;
