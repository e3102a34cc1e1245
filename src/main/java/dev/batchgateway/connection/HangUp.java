package dev.batchgateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection, whatever its caller does. Vert.x' own {@code close()}, and Netty's through the whole pipeline, which
 * ends in it, wait until what was written before is taken: who reads nothing puts that off for ever.
 *
 * <p>Of HTTP/2 only the request's own stream ends: its connection carries others, which may be well.
 */
public final class HangUp {
    /** For the few bytes that end a stream of HTTP/2. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private HangUp() {}

    /**
     * At once. What was written and not taken yet is dropped, and neither TLS nor anybody else says goodbye. From any
     * thread.
     */
    public static void now(HttpServerRequest request) {
        now(request, PATIENCE);
    }

    /** @param patience of HTTP/2, with the few bytes that end its stream */
    static void now(HttpServerRequest request, Duration patience) {
        if (request.version() == HttpVersion.HTTP_2) {
            stream(request, patience);
        } else if (request.connection() instanceof ConnectionBase connection) {
            now(connection.channel());
        } else {
            request.connection().close();
        }
    }

    /**
     * Of HTTP/2, with the word that nothing of it was looked at: callers send such a request again by themselves (RFC 9113,
     * 8.7). From its event loop.
     */
    public static void unread(HttpServerRequest request) {
        boolean unused = request.response().reset(Http2Error.REFUSED_STREAM.code());
    }

    /**
     * When what was written is taken, but {@code patience} from now at the latest. From any thread.
     *
     * @param patience longer than nothing
     */
    public static void soon(HttpServerRequest request, Duration patience) {
        if (request.version() == HttpVersion.HTTP_2) {
            stream(request, PATIENCE);
        } else if (request.connection() instanceof ConnectionBase connection) {
            soon(connection.channel(), patience);
        } else {
            request.connection().close();
        }
    }

    /** The same for a connection on which there may be no request; of HTTP/2 for all there are. */
    public static void soon(Channel channel, Duration patience) {
        ScheduledFuture<?> end =
                channel.eventLoop().schedule(() -> now(channel), patience.toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> end.cancel(false));
        ChannelFuture unused = channel.close();
    }

    /**
     * Of HTTP/2: its stream, if that is still there {@code patience} from now. From any thread.
     *
     * @param patience longer than nothing
     */
    public static void untaken(HttpServerRequest request, Duration patience) {
        if (request.connection() instanceof ConnectionBase connection) {
            Channel channel = connection.channel();
            // Not the request: it holds its head, which is counted no longer than its stream is there.
            int id = request.streamId();
            ScheduledFuture<?> unused =
                    channel.eventLoop().schedule(() -> stream(channel, id), patience.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Vert.x hears of it first: it sends no reset where both ends have ended for it, though the caller has taken neither. */
    private static void stream(HttpServerRequest request, Duration patience) {
        if (request.connection() instanceof ConnectionBase connection) {
            Channel channel = connection.channel();
            if (channel.eventLoop().inEventLoop()) {
                stream(channel, request, patience);
            } else {
                channel.eventLoop().execute(() -> stream(channel, request, patience));
            }
        } else {
            request.response().reset(Http2Error.CANCEL.code());
        }
    }

    private static void stream(Channel channel, HttpServerRequest request, Duration patience) {
        if (!request.response().ended()) {
            boolean unused = request.response().reset(Http2Error.CANCEL.code());
        }
        stream(channel, request.streamId(), patience);
    }

    /** Ends one stream of HTTP/2 if it is there. From the event loop. */
    static void stream(Channel channel, int id) {
        stream(channel, id, PATIENCE);
    }

    /**
     * Ends one stream of HTTP/2 if it is there. Where all of an answer is taken, and only the request still to come, that is
     * no error (RFC 9113, 8.1). The stream is over when the socket has taken its reset: one that does not within
     * {@code patience} is well for none of its streams, and its connection ends.
     */
    static void stream(Channel channel, int id, Duration patience) {
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        ChannelHandlerContext context =
                handler == null ? null : channel.pipeline().context(handler);
        Http2Stream stream = handler == null ? null : handler.connection().stream(id);
        if (context == null || stream == null) {
            return;
        }
        // Its timer knows no stream and no request: they hold a head, which is counted no longer than its stream is
        // there.
        Runnable endIfThere = () -> {
            if (handler.connection().stream(id) != null) {
                now(channel);
            }
        };
        if (stream.isResetSent()) {
            // By Vert.x, which does not say when it is taken.
            ScheduledFuture<?> unused =
                    channel.eventLoop().schedule(endIfThere, patience.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        boolean isTaken = stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL;
        Http2Error how = isTaken ? Http2Error.NO_ERROR : Http2Error.CANCEL;
        ChannelFuture reset = handler.encoder().writeRstStream(context, id, how.code(), context.newPromise());
        context.flush();
        if (!reset.isDone()) {
            ScheduledFuture<?> end = channel.eventLoop().schedule(endIfThere, patience.toNanos(), TimeUnit.NANOSECONDS);
            reset.addListener(taken -> end.cancel(false));
        }
    }

    /** At once, with all that is on it. From the handler next to the socket, so that no other is asked. */
    static void now(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        ChannelFuture unused = first == null ? channel.close() : first.close();
    }
}
