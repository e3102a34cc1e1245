/**
 * What several packages' tests share: time that is moved by hand ({@link dev.batchgateway.testing.ManualClock},
 * {@link dev.batchgateway.testing.ManualTimer}, {@link dev.batchgateway.testing.ManualLoop}), a HubSpot in memory
 * ({@link dev.batchgateway.testing.FakeHubSpot}) whose right answer can be computed from each input, the simulator
 * beside a running gateway, callers of the gateway, and batches to send.
 */
@NullMarked
package dev.batchgateway.testing;

import org.jspecify.annotations.NullMarked;
