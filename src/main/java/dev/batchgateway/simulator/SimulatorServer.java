package dev.batchgateway.simulator;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP server: paths under {@code /_simulator/} are the control plane's, all others HubSpot's. */
final class SimulatorServer {
    private static final String CONTROL_PREFIX = "/_simulator/";
    private static final int PATIENCE_SECONDS = 20;

    private final HttpServer server;
    private final ControlPlane control;

    SimulatorServer(Vertx vertx, ControlPlane control) {
        this.control = control;
        // HTTP/1.1 only, so that closing a connection hurts one call, as the faults promise.
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(true)
                .setDecompressionSupported(true)
                .setMaxInitialLineLength(16_384)
                .setMaxHeaderSize(65_536));
    }

    /** Waits until the server listens. */
    void listen(String host, int port, Handler<HttpServerRequest> hubSpot) {
        server.requestHandler(request -> {
            if (request.path() != null && request.path().startsWith(CONTROL_PREFIX)) {
                control.answer(request);
            } else {
                hubSpot.handle(request);
            }
        });
        await(server.listen(port, host)
                .recover(why -> Future.failedFuture(new IllegalStateException(
                        "it cannot listen at port " + port + " of " + host + " (" + why.getMessage() + ')', why))));
    }

    int port() {
        return server.actualPort();
    }

    void close() {
        await(server.close());
    }

    /** Waits for a future from a thread that may block. */
    static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting or closing the simulator", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The simulator did not start or close: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The simulator did not start or close in time", e);
        }
    }
}
