/**
 * The memory that batches may hold, counted in bytes: how much there is in all and for each caller, and who holds what.
 *
 * <p>{@link dev.batchgateway.room.Room} is the process' bound, {@link dev.batchgateway.room.Share} what one batch holds
 * of it, {@link dev.batchgateway.room.Shares} what it holds of several. Nothing is allocated here, and nobody waits: who
 * is refused decides what follows (a 503 at the door, the spool afterwards). The bound of each caller leaves room for the
 * others.
 *
 * <p>Counters instead of a lock, because every event loop counts here. Thread-safe; plain JDK; depends on no other
 * package of ours ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.room;

import org.jspecify.annotations.NullMarked;
