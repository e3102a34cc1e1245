/**
 * Tokens of an OpenID Connect issuer: {@link dev.batchgateway.issuer.IssuedTokens} judges what a caller shows by the
 * issuer's public keys ({@link dev.batchgateway.issuer.KeySet}) and by what is asked of a token
 * ({@link dev.batchgateway.issuer.TokenRules}). {@link dev.batchgateway.issuer.IssuerKeys} holds the keys and says when
 * they are fetched, {@link dev.batchgateway.issuer.DiscoveredKeys} fetches them. A token is sent to nobody.
 *
 * <p>Signatures and keys are jose4j's. Quarkus' extension for OpenID Connect reads hundreds of keys of its own at every
 * start, needed or not, which the native binary's first answer would wait for.
 */
@NullMarked
package dev.batchgateway.issuer;

import org.jspecify.annotations.NullMarked;
