/**
 * Everything that can go wrong at HubSpot or on the way there, played by the simulator over real HTTP, and every word
 * of the gateway's answers held against the simulator's ledger of what was really written.
 *
 * <p>The tests speak HTTP only, to the gateway and to the simulator's control plane, so that the same classes can run
 * against a packaged program. {@link dev.batchgateway.faults.Truth} says what an answer must agree with.
 */
@NullMarked
package dev.batchgateway.faults;

import org.jspecify.annotations.NullMarked;
