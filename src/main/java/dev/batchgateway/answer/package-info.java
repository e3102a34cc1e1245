/**
 * The body of an answer, from the moment an input ends to the moment its bytes leave. For JSON,
 * {@link dev.batchgateway.answer.AnswerStore} keeps what each position ended in, and
 * {@link dev.batchgateway.answer.JsonAnswer} puts it in the caller's order; for NDJSON
 * {@link dev.batchgateway.answer.LineAnswer} is a queue of lines in the order in which inputs end.
 *
 * <p>HubSpot's bytes are copied once, when an input ends, so that the answer they came in is free; they are counted in
 * a {@link dev.batchgateway.room.Share}, and where there is no room in memory they go to a
 * {@link dev.batchgateway.spool.SpoolFile}. Nothing that HubSpot has answered is dropped: when the disk is full, too,
 * the batch is told to send no more, and what comes all the same stays in memory.
 *
 * <p>Everything of one answer is confined to its event loop. Who asks for {@link dev.batchgateway.answer.Pieces} must
 * close them, or the room they take is never given back.
 */
@NullMarked
package dev.batchgateway.answer;

import org.jspecify.annotations.NullMarked;
