/**
 * The HubSpot Batch Gateway: one batch of any size in, one answer out, every input accounted for.
 *
 * <p>The path of a batch, one package a step:
 *
 * <pre>
 * caller → {@link dev.batchgateway.edge} → {@link dev.batchgateway.dispatch} → {@link dev.batchgateway.hubspot} → HubSpot
 *             read, render         permit, send, send again          REST client, reply
 *                 │                        │
 *      {@link dev.batchgateway.json} slices     {@link dev.batchgateway.batch} split, merge
 *                                  {@link dev.batchgateway.match} whose result is it
 *                                  {@link dev.batchgateway.retry} what follows a reply
 *      {@link dev.batchgateway.resume} who comes back  {@link dev.batchgateway.limit} windows, in flight
 * </pre>
 *
 * <p>The words, one for each thing: a <b>batch</b> is what the caller sends, an <b>input</b> one element of it, its
 * <b>position</b> its place in the caller's list from 0, a <b>chunk</b> the inputs of one HubSpot call, an
 * <b>operation</b> what is asked; <b>split, dispatch, merge</b> are the three steps; an <b>attempt</b> is one HTTP try,
 * a <b>reply</b> how it ended, an <b>outcome</b> how one input ended.
 *
 * <p>This package only starts the program ({@link dev.batchgateway.Program}), wires the others
 * ({@link dev.batchgateway.Wiring}) and holds the configuration ({@link dev.batchgateway.GatewayConfig}).
 */
@NullMarked
package dev.batchgateway;

import org.jspecify.annotations.NullMarked;
