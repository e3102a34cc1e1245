/**
 * The packaged program, its jar or its native binary, on networks as they are: HubSpot by TLS with a private authority,
 * behind a proxy, by IPv6, at a name that moves.
 */
@NullMarked
package dev.batchgateway.network;

import org.jspecify.annotations.NullMarked;
