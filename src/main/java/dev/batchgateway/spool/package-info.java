/**
 * Disk for bytes of answers that do not fit into memory, because a caller reads nothing before it has sent everything,
 * or because many large answers wait at once.
 *
 * <p>{@link dev.batchgateway.spool.Spool} is the directory and the bound of the process,
 * {@link dev.batchgateway.spool.SpoolFile} the bytes of one batch: put behind one another, read from anywhere. What a
 * file has accepted it keeps. Until the disk has it, it is in memory ({@link dev.batchgateway.spool.Tail}), and if the
 * disk fails it stays there to the end; the file then accepts nothing more, and neither does one that finds no room.
 *
 * <p>The bytes are people's records: a file can be read by its owner alone, and has no name from the moment it is
 * opened, so that the system takes it away with the process, however that ends. What a process left that was killed in
 * just that moment is removed at the next start.
 *
 * <p>Nothing blocks an event loop but the start: opening, writing and reading are done by Vert.x' {@code AsyncFile} on
 * its worker threads, 256 KiB at a time at most, because the JDK keeps a native buffer as large as the largest piece
 * for each of these threads. A file is confined to its event loop. Depends on no other package of ours ({@code
 * ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.spool;

import org.jspecify.annotations.NullMarked;
