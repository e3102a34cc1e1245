package dev.batchgateway.connection;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * What one connection holds of the {@link ConnectionRoom}, in parts that are counted one by one. Confined to the
 * connection's event loop.
 */
final class ConnectionShare {
    /** In dev mode it may find one of a program that was loaded before, since the server stays: that is none of ours. */
    private static final AttributeKey<Object> KEY = AttributeKey.valueOf(ConnectionShare.class, "share");

    /** Came before it was known who reads it, or is what that reader may hold unseen. */
    final Part arriving = new Part();
    /** Came, and is no whole message yet. */
    final Part begun = new Part();
    /** Heads of requests under way. */
    final Part requests = new Part();
    /** Came behind a request under way. */
    final Part waiting = new Part();

    private final ConnectionRoom room;
    private final Channel connection;
    private @Nullable StreamHeads streams;
    private long all;
    private boolean isClosed;

    private ConnectionShare(ConnectionRoom room, Channel connection) {
        this.room = room;
        this.connection = connection;
    }

    /**
     * One of {@code connection}, with nothing in it. It gives everything back when that is closed and what stands at it is
     * being removed: Netty reads from all others before.
     */
    static ConnectionShare open(ConnectionRoom room, Channel connection) {
        ConnectionShare share = new ConnectionShare(room, connection);
        connection.attr(KEY).set(share);
        connection.closeFuture().addListener(over -> connection.eventLoop().execute(share::close));
        return share;
    }

    /** That of {@code request}'s connection; null where connections are not counted: those older than {@link Arrivals}. */
    static @Nullable ConnectionShare of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase base ? of(base.channel()) : null;
    }

    /** The same by the channel. */
    static @Nullable ConnectionShare of(Channel connection) {
        return connection.attr(KEY).get() instanceof ConnectionShare share ? share : null;
    }

    /** Its heads by their streams; null if it is not one of HTTP/2. */
    @Nullable
    StreamHeads streams() {
        if (streams == null) {
            streams = StreamHeads.of(connection, this);
        }
        return streams;
    }

    /** Ends the connection at once, for which there was no room. */
    void hangUp() {
        if (connection.isOpen()) {
            room.closes();
            HangUp.now(connection);
        }
    }

    private void close() {
        if (!isClosed) {
            isClosed = true;
            room.give(all);
        }
    }

    /** A number of bytes of it. */
    final class Part {
        private long bytes;

        private Part() {}

        long bytes() {
            return bytes;
        }

        /** From now on it is so many. False when there is no room for more; then it is as it was. */
        boolean set(long now) {
            long more = now - bytes;
            if (more == 0 || isClosed) {
                return true;
            }
            if (more < 0) {
                room.give(-more);
            } else if (!room.take(more, all + more)) {
                return false;
            }
            bytes = now;
            all += more;
            return true;
        }

        /** There are so many more. False when there is no room for them. */
        boolean add(long more) {
            return set(bytes + more);
        }

        /** There are so many less, but never less than nothing. */
        void release(long less) {
            boolean unused = set(Math.max(0, bytes - less));
        }

        /** There are none any more. */
        void clear() {
            release(bytes);
        }
    }
}
