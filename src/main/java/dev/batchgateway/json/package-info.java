/**
 * The byte path: finding the edges of JSON values in the bytes that came in, and nothing more.
 *
 * <p>In: a caller's body as it arrives ({@link dev.batchgateway.json.EnvelopeScanner}, which checks every byte
 * against RFC 8259 and UTF-8), or a value already checked ({@link dev.batchgateway.json.Members},
 * {@link dev.batchgateway.json.Elements}). Out: {@link dev.batchgateway.json.Slice}s of those same bytes, so that
 * what the gateway does not know leaves as it came: a 30-digit number, {@code 1.0}, an escape, the order of keys.
 *
 * <p>Own code rather than Jackson's streaming parser, because cutting is what the product is for: Jackson decodes
 * every string it passes, accepts overlong UTF-8, and its non-blocking form cannot skip. Jackson is the oracle of the
 * tests instead.
 *
 * <p>Plain JDK. Types are confined to one thread unless they say otherwise; nothing blocks. The arrows are held by
 * {@code ArchitectureTest}: this package depends on no other of ours.
 */
@NullMarked
package dev.batchgateway.json;

import org.jspecify.annotations.NullMarked;
