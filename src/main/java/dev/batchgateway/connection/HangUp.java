package dev.batchgateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
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
    private HangUp() {}

    /**
     * At once. What was written and not taken yet is dropped, and neither TLS nor anybody else says goodbye. From any
     * thread.
     */
    public static void now(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
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
            request.response().reset();
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

    /** At once, with all that is on it. From the handler next to the socket, so that no other is asked. */
    static void now(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        ChannelFuture unused = first == null ? channel.close() : first.close();
    }
}
