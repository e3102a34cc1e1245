/**
 * Stand-ins that several packages' tests share: time that is moved by hand ({@link dev.batchgateway.testing.ManualClock},
 * {@link dev.batchgateway.testing.ManualTimer}, {@link dev.batchgateway.testing.ManualLoop}) and a HubSpot in memory
 * ({@link dev.batchgateway.testing.FakeHubSpot}) whose right answer can be computed from each input.
 */
@NullMarked
package dev.batchgateway.testing;

import org.jspecify.annotations.NullMarked;
