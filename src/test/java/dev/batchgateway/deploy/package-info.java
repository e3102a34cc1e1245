/**
 * Holds what the gateway is deployed with to what it says: the manifests in {@code k8s}, the images in {@code
 * src/main/docker}, and the packaged program in surroundings like those they give it.
 */
@NullMarked
package dev.batchgateway.deploy;

import org.jspecify.annotations.NullMarked;
