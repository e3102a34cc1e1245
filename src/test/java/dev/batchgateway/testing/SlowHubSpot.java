package dev.batchgateway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A HubSpot that shows whether bodies are streamed: {@code /download} sends {@code first} and keeps {@code last} until
 * somebody calls {@code /release}; {@code /seen} says how many bytes of an {@code /upload} have come so far.
 */
public final class SlowHubSpot implements QuarkusTestResourceLifecycleManager {
    private static final String PROPERTY = "testing.slow-hubspot.url";
    private static final int PATIENCE_SECONDS = 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore releases = new Semaphore(0);
    private final AtomicLong seen = new AtomicLong();
    private @Nullable HttpServer server;

    /** Where it is, to be asked without the gateway. */
    public static URI url() {
        return URI.create(System.getProperty(PROPERTY, "http://slow-hubspot-not-started"));
    }

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.setExecutor(threads);
            started.createContext("/download", this::download);
            started.createContext("/upload", this::upload);
            started.createContext("/release", exchange -> {
                releases.release();
                end(exchange, "released");
            });
            started.createContext("/seen", exchange -> end(exchange, String.valueOf(seen.get())));
            started.start();
            server = started;
            String url = "http://127.0.0.1:" + started.getAddress().getPort();
            System.setProperty(PROPERTY, url);
            return Map.of("gateway.hubspot.url", url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    private void download(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("first".getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        try {
            if (releases.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                exchange.getResponseBody().write("last".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private void upload(HttpExchange exchange) throws IOException {
        seen.set(0);
        byte[] piece = new byte[1_024];
        for (int read = exchange.getRequestBody().read(piece);
                read >= 0;
                read = exchange.getRequestBody().read(piece)) {
            seen.addAndGet(read);
        }
        end(exchange, "uploaded " + seen.get());
    }

    private static void end(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
