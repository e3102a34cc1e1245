package dev.batchgateway.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one connection of HTTP/2 that have an answer and are still there: their callers do not take it, or send on.
 * Each holds its head and what is left of its answer, and its connection may be busy with others for ever. Confined to the
 * connection's event loop.
 */
public final class AnsweredStreams extends Http2ConnectionAdapter {
    /** In dev mode it may find one of a program that was loaded before, since the server stays: that is none of ours. */
    private static final AttributeKey<Object> KEY = AttributeKey.valueOf(AnsweredStreams.class, "streams");

    private final Http2Connection connection;
    /** Since when, in the order in which they were answered. */
    private final Map<Integer, Long> since = new LinkedHashMap<>();

    private AnsweredStreams(Http2Connection connection) {
        this.connection = connection;
    }

    /** The answer to {@code request} has ended {@code now}, by any clock. Of HTTP/1.1 nothing happens. */
    public static void answered(HttpServerRequest request, long now) {
        if (request.version() == HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase base) {
            AnsweredStreams streams = of(base.channel());
            if (streams != null && streams.connection.stream(request.streamId()) != null) {
                streams.since.put(request.streamId(), now);
            }
        }
    }

    /** Ends those of {@code channel} that were answered before {@code then}, by the same clock. */
    public static void endOlder(Channel channel, long then) {
        if (channel.attr(KEY).get() instanceof AnsweredStreams streams) {
            streams.endOlder(then).forEach(id -> HangUp.stream(channel, id));
        }
    }

    private static @Nullable AnsweredStreams of(Channel channel) {
        if (channel.attr(KEY).get() instanceof AnsweredStreams known) {
            return known;
        }
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        if (handler == null) {
            return null;
        }
        AnsweredStreams streams = new AnsweredStreams(handler.connection());
        handler.connection().addListener(streams);
        channel.attr(KEY).set(streams);
        return streams;
    }

    private List<Integer> endOlder(long then) {
        List<Integer> older = new ArrayList<>();
        for (Map.Entry<Integer, Long> each : since.entrySet()) {
            if (each.getValue() - then >= 0) {
                break;
            }
            older.add(each.getKey());
        }
        older.forEach(since::remove);
        return older;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        since.remove(stream.id());
    }
}
