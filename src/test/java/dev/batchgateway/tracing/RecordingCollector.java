package dev.batchgateway.tracing;

import dev.batchgateway.testing.ExportedSpan;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A collector that keeps what it gets, and answers as it is told to, else with 200. */
final class RecordingCollector {
    /** Closes the connection instead of answering. */
    static final int HANGS_UP = 0;

    private final List<Export> received = new CopyOnWriteArrayList<>();
    private final Queue<Told> answers = new ConcurrentLinkedQueue<>();
    private final int port;
    private final String scheme;

    /**
     * What came.
     *
     * @param encoding its {@code Content-Encoding}; null without one
     * @param at when, in nanoseconds
     */
    record Export(@Nullable String encoding, Buffer body, long at) {
        /** The names of its spans, sorted. */
        List<String> names() {
            return ExportedSpan.of(isPacked() ? unpacked() : body.getBytes()).stream()
                    .map(ExportedSpan::name)
                    .sorted()
                    .toList();
        }

        boolean isPacked() {
            return "gzip".equals(encoding);
        }

        private byte[] unpacked() {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Told(int status, @Nullable String retryAfter) {}

    /** One that listens on any port of the loopback, until {@code vertx} is closed. */
    RecordingCollector(Vertx vertx, HttpServerOptions options) {
        this.scheme = options.isSsl() ? "https" : "http";
        this.port = vertx.createHttpServer(options)
                .requestHandler(this::take)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            received.add(new Export(request.getHeader("Content-Encoding"), body, System.nanoTime()));
            Told told = answers.poll();
            if (told == null) {
                request.response().end();
            } else if (told.status == HANGS_UP) {
                request.connection().close();
            } else {
                HttpServerResponse response = request.response().setStatusCode(told.status);
                if (told.retryAfter != null) {
                    response.putHeader("Retry-After", told.retryAfter);
                }
                response.end("no room");
            }
        });
    }

    /** The answer to the next one that has none yet. */
    RecordingCollector answers(int status, @Nullable String retryAfter) {
        answers.add(new Told(status, retryAfter));
        return this;
    }

    /** Everything it got so far. */
    List<Export> received() {
        return List.copyOf(received);
    }

    URI url() {
        return URI.create(scheme + "://localhost:" + port + "/v1/traces");
    }
}
