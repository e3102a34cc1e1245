/**
 * Which of HubSpot's results and errors belongs to which input: DESIGN section 4, step by step, in one place.
 *
 * <p>{@link dev.batchgateway.match.Matcher} takes a {@link dev.batchgateway.batch.Chunk} and HubSpot's
 * {@link dev.batchgateway.batch.Answer} and gives every input of the chunk an
 * {@link dev.batchgateway.batch.Outcome}; {@link dev.batchgateway.match.Suspects} finds the inputs that a refusal of
 * the whole call points at. Neither sends, waits or remembers anything.
 *
 * <p>Apart from {@code batch}, because it is the one part that knows HubSpot's habits of answering (order, echo,
 * silence) and would otherwise be half of that package. It depends on {@code batch} and {@code json} alone
 * ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.match;

import org.jspecify.annotations.NullMarked;
