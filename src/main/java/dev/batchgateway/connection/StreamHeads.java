package dev.batchgateway.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the heads of a connection of HTTP/2, each as long as its stream is there: a stream may stay long after its answer,
 * when its body has not come. Confined to the connection's event loop.
 */
final class StreamHeads extends Http2ConnectionAdapter {
    /** What refused ones may take that are still there, in bytes: their callers have not taken the refusal yet. */
    static final long MOST_REFUSED = 256 * 1024;

    private final Http2Connection connection;
    private final ConnectionShare share;
    private final Map<Integer, Long> heads = new HashMap<>();
    private final Map<Integer, Long> refused = new HashMap<>();
    private long refusedBytes;

    private StreamHeads(Http2Connection connection, ConnectionShare share) {
        this.connection = connection;
        this.share = share;
    }

    /** Those of {@code channel}, which holds {@code share}; null if it is not one of HTTP/2. To be asked for once. */
    static @Nullable StreamHeads of(Channel channel, ConnectionShare share) {
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        if (handler == null) {
            return null;
        }
        StreamHeads heads = new StreamHeads(handler.connection(), share);
        handler.connection().addListener(heads);
        return heads;
    }

    /** The head of {@code stream} takes so many bytes. False if there is no room for them. */
    boolean hold(int stream, long bytes) {
        if (isGone(stream)) {
            return true;
        }
        if (!share.requests.add(bytes)) {
            return false;
        }
        heads.merge(stream, bytes, Long::sum);
        return true;
    }

    /** {@code stream} is going to be refused. False if too many of them are there already. */
    boolean refuse(int stream, long bytes) {
        if (isGone(stream)) {
            return true;
        }
        refused.merge(stream, bytes, Long::sum);
        refusedBytes += bytes;
        return refusedBytes <= MOST_REFUSED;
    }

    private boolean isGone(int stream) {
        return connection.stream(stream) == null;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        share.requests.release(orNothing(heads.remove(stream.id())));
        refusedBytes -= orNothing(refused.remove(stream.id()));
    }

    private static long orNothing(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }
}
