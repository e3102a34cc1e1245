package dev.batchgateway.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

/**
 * Bounds what the kernel holds of an answer that its caller does not take. Left to itself, Linux lets it grow to some
 * megabytes a connection, and tells of room only when a third of that is free: a caller who takes a megabyte a second
 * would seem to take nothing for seconds, and memory would be used that nobody counts.
 */
public final class SendBuffers implements HttpServerOptionsCustomizer {
    /** What Linux doubles, and by default allows nobody to exceed. */
    private static final int BYTES = 192 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(BYTES);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setSendBufferSize(BYTES);
    }
}
