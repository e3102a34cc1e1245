/**
 * Who may call. There are two ways, and {@link dev.batchgateway.access.AccessConfig} holds them apart: callers bring
 * HubSpot's own tokens, which are passed on; or the gateway holds HubSpot's token, and callers show a key of the
 * gateway's ({@link dev.batchgateway.access.CallerKeys}) or a token of an OpenID Connect issuer, which never leave it.
 * What such a token must say is in {@code issuer}.
 * Why somebody is not let in is a {@link dev.batchgateway.access.Denial}, told to whoever counts them.
 *
 * <p>Plain JDK, and depends on no other package of ours ({@code ArchitectureTest}): {@code edge} reads the headers and
 * answers, {@code issuer} judges tokens.
 */
@NullMarked
package dev.batchgateway.access;

import org.jspecify.annotations.NullMarked;
