package dev.batchgateway.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the heads of a connection of HTTP/2, each as long as its stream is there: a stream may stay long after its answer,
 * when its body has not come. Confined to the connection's event loop.
 */
final class StreamHeads extends Http2ConnectionAdapter {
    private static final AttributeKey<StreamHeads> KEY = AttributeKey.valueOf(StreamHeads.class, "heads");

    private final Http2Connection connection;
    private final ConnectionShare share;
    private final Map<Integer, Long> heads = new HashMap<>();

    private StreamHeads(Http2Connection connection, ConnectionShare share) {
        this.connection = connection;
        this.share = share;
    }

    /** Those of {@code channel}, which holds {@code share}; null if it is not one of HTTP/2. */
    static @Nullable StreamHeads of(Channel channel, ConnectionShare share) {
        StreamHeads known = channel.attr(KEY).get();
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        if (known != null || handler == null) {
            return known;
        }
        StreamHeads heads = new StreamHeads(handler.connection(), share);
        channel.attr(KEY).set(heads);
        handler.connection().addListener(heads);
        return heads;
    }

    /** The head of {@code stream} takes so many bytes. False if there is no room for them. */
    boolean hold(int stream, long bytes) {
        if (connection.stream(stream) == null) {
            return true;
        }
        if (!share.requests.add(bytes)) {
            return false;
        }
        heads.merge(stream, bytes, Long::sum);
        return true;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Long bytes = heads.remove(stream.id());
        if (bytes != null) {
            share.requests.release(bytes);
        }
    }
}
