package dev.batchgateway.edge;

import dev.batchgateway.connection.HangUp;
import dev.batchgateway.dispatch.Tellable;
import dev.batchgateway.dispatch.Timer;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/** Writes {@link Streamed} bodies: one piece at a time, the next when the connection has room. */
@Provider
public final class StreamedWriter implements ServerMessageBodyWriter<Streamed> {
    private static final Logger LOG = Logger.getLogger(StreamedWriter.class);

    private final EdgeConfig config;
    private final Timer timer;

    /**
     * Who takes nothing for {@code config}'s stall is cut off. Of an answer that breaks off what there is may be taken
     * for as long.
     */
    public StreamedWriter(EdgeConfig config, Timer timer) {
        this.config = config;
        this.timer = timer;
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == Streamed.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Streamed.class;
    }

    @Override
    public void writeResponse(Streamed body, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        HttpServerResponse response = request.unwrap(HttpServerResponse.class);
        request.suspend();
        body.pieces().subscribe().withSubscriber(new Writing(body, response, request, config.stall(), timer));
    }

    @Override
    public void writeTo(
            Streamed body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> httpHeaders,
            OutputStream entityStream) {
        throw new UnsupportedOperationException("Streamed bodies are written by the server alone");
    }

    private static final class Writing implements MultiSubscriber<Buffer> {
        private final boolean firstWaits;
        private final Consumer<Boolean> over;
        private final HttpServerResponse response;
        private final ResteasyReactiveRequestContext request;
        private final boolean mustMove;
        private final Duration stall;
        private final Timer timer;
        private @Nullable Subscription subscription;
        private @Nullable Buffer first;
        /** The end of the caller's time, while there is no room for more, or the last bytes are not taken. */
        private Timer.@Nullable Scheduled end;

        private boolean isFull;
        private long timesFull;
        private boolean isOver;
        private boolean hasEnded;

        Writing(
                Streamed body,
                HttpServerResponse response,
                ResteasyReactiveRequestContext request,
                Duration stall,
                Timer timer) {
            this.firstWaits = body.firstWaits();
            this.mustMove = body.mustMove();
            this.over = body.over();
            this.response = response;
            this.request = request;
            this.stall = stall;
            this.timer = timer;
        }

        @Override
        public void onSubscribe(Subscription pieces) {
            subscription = pieces;
            // UniResponseHandler has set the response's close handler; it has done its work by now.
            response.closeHandler(v -> left());
            pieces.request(2);
        }

        /** Where the first piece waits for a second and there is none, the answer has a length and no chunks. */
        @Override
        public void onItem(Buffer piece) {
            if (isOver) {
                return;
            }
            if (piece.length() == 0) {
                request.getContextExecutor().execute(this::more);
                return;
            }
            if (firstWaits && !response.headWritten() && first == null) {
                first = piece;
                return;
            }
            if (!response.headWritten()) {
                // The headers of the JAX-RS response come only with the head, which is too late to choose.
                String length = request.getResponse().get().getHeaderString("Content-Length");
                if (length == null) {
                    response.setChunked(true);
                } else {
                    response.putHeader("Content-Length", length);
                }
            }
            if (first != null) {
                write(first);
                first = null;
            }
            write(piece);
            if (response.writeQueueFull()) {
                waitForRoom();
            } else {
                // Not at once: a caller who reads as fast as we write would hold this event loop to the end.
                request.getContextExecutor().execute(this::more);
            }
        }

        private void waitForRoom() {
            isFull = true;
            long time = ++timesFull;
            response.drainHandler(v -> drained());
            if (mustMove) {
                end = timer.after(
                        stall.toNanos(), () -> request.getContextExecutor().execute(() -> notTaken(time)));
            }
        }

        private void drained() {
            if (isFull) {
                isFull = false;
                waitNoMore();
                more();
            }
        }

        private void waitNoMore() {
            if (end != null) {
                end.cancel();
                end = null;
            }
        }

        /** It holds the answer's bytes and places, and would for as long as its connection is open. */
        private void notTaken(long time) {
            if (isFull && timesFull == time && !isOver) {
                HangUp.now(asked());
                left();
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            if (!isOver) {
                isOver = true;
                waitNoMore();
                LOG.warnf("An answer was cut: %s", Tellable.line(failure));
                AnswersGiven.cuts(request.unwrap(RoutingContext.class));
                HangUp.soon(asked(), stall);
                over.accept(false);
                request.resume();
            }
        }

        @Override
        public void onCompletion() {
            if (isOver) {
                return;
            }
            isOver = true;
            waitNoMore();
            if (first != null) {
                response.end(first, this::ended);
            } else {
                response.end(this::ended);
            }
            // From here on nobody else looks at who takes lines, since there are none to come.
            if (!hasEnded) {
                waitForEnd(mustMove || asked().isEnded() ? 1 : StallWatch.LONGEST_SILENCE);
            }
        }

        /**
         * So many stalls while its caller is still sending what is no longer taken in, and may read behind that: for which it
         * has a whole one.
         */
        private void waitForEnd(int stalls) {
            end = timer.after(
                    stall.toNanos(), () -> request.getContextExecutor().execute(() -> endNotTaken(stalls)));
        }

        private void endNotTaken(int stalls) {
            if (hasEnded) {
                return;
            }
            if (stalls > 1) {
                waitForEnd(asked().isEnded() ? 1 : stalls - 1);
            } else {
                HangUp.now(asked());
            }
        }

        private HttpServerRequest asked() {
            return request.unwrap(HttpServerRequest.class);
        }

        private void ended(AsyncResult<Void> written) {
            hasEnded = true;
            waitNoMore();
            over.accept(written.succeeded());
            request.resume();
        }

        private void write(Buffer piece) {
            response.write(piece, written -> {
                if (written.failed()) {
                    left();
                }
            });
        }

        private void more() {
            if (subscription != null && !isOver) {
                subscription.request(1);
            }
        }

        private void left() {
            if (!isOver) {
                isOver = true;
                waitNoMore();
                if (subscription != null) {
                    subscription.cancel();
                }
                over.accept(false);
                request.resume();
            }
        }
    }
}
