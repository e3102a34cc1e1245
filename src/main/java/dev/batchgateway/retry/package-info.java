/**
 * What to do after an attempt has ended: one total table from the kind of the reply, the operation and what is known
 * of earlier attempts to a {@link dev.batchgateway.retry.Decision} (DESIGN section 4).
 *
 * <p>{@link dev.batchgateway.retry.ReplyKind} sorts replies into the table's rows,
 * {@link dev.batchgateway.retry.DecisionTable} holds the cells. Nothing here waits or sends; chance comes in through
 * {@link dev.batchgateway.retry.Backoff}'s constructor. Immutable or confined to the caller's thread; depends on
 * {@code batch} and {@code json} alone ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.retry;

import org.jspecify.annotations.NullMarked;
