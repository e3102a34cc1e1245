/**
 * HubSpot's own SDKs before the gateway, with nothing changed but their base URL. Their scripts and lock files are in
 * {@code src/test/node}; npm installs them under {@code target}. Where there is no Node, or no way to
 * npm's registry, these tests are skipped and say so.
 */
@NullMarked
package dev.batchgateway.dropin;

import org.jspecify.annotations.NullMarked;
