/**
 * Callers' connections, below the requests on them. Of Vert.x and Netty alone; depends on no other package of ours
 * ({@code ArchitectureTest}).
 */
@NullMarked
package dev.batchgateway.connection;

import org.jspecify.annotations.NullMarked;
