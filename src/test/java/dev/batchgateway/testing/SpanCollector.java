package dev.batchgateway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An OpenTelemetry collector beside the gateway, which keeps what it gets, and takes nothing without the right headers.
 * Tests ask it by HTTP, because test resources do not share classes with tests.
 */
public final class SpanCollector implements QuarkusTestResourceLifecycleManager {
    private static final String PROPERTY = "testing.collector.url";
    private static final String PATH = "/v1/traces";
    private static final String KEY = "the collector's";

    private @Nullable HttpServer server;

    /** Everything it got so far, as it came. */
    public static byte[] received() {
        try {
            URI url = URI.create(System.getProperty(PROPERTY, "http://collector-not-started") + "/received");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while the collector was asked", e);
        }
    }

    /** The spans it got so far. */
    public static List<ExportedSpan> spans() {
        return ExportedSpan.of(received());
    }

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            started.createContext(PATH, exchange -> take(exchange, all));
            started.createContext("/received", exchange -> answer(exchange, 200, all.toByteArray()));
            started.start();
            server = started;
            String url = "http://127.0.0.1:" + started.getAddress().getPort();
            System.setProperty(PROPERTY, url);
            return Map.of("otel.exporter.otlp.endpoint", url, "otel.exporter.otlp.headers", "x-key=the%20collector's");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(HttpExchange exchange, ByteArrayOutputStream all) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean isRight = exchange.getRequestMethod().equals("POST")
                && "application/x-protobuf".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
                && KEY.equals(exchange.getRequestHeaders().getFirst("X-Key"));
        if (isRight) {
            boolean isPacked = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            all.writeBytes(isPacked ? unpacked(body) : body);
        }
        answer(exchange, isRight ? 200 : 400, new byte[0]);
    }

    private static byte[] unpacked(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
