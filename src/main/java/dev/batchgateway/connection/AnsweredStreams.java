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
 * The streams of one connection of HTTP/2 that have an answer and are still there: their callers do not take it, or have a body
 * still to send. Each holds its head and what is left of its answer, and its connection may be busy with others for ever.
 * Confined to the connection's event loop.
 */
public final class AnsweredStreams extends Http2ConnectionAdapter {
    /** In dev mode it may find one of a program that was loaded before, since the server stays: that is none of ours. */
    private static final AttributeKey<Object> KEY = AttributeKey.valueOf(AnsweredStreams.class, "streams");

    private final Http2Connection connection;
    /** By when they were answered, or looked at. */
    private final Map<Integer, Answered> streams = new LinkedHashMap<>();

    /** @param received what had come of its body by then, in bytes */
    private record Answered(HttpServerRequest request, long since, long received) {}

    private AnsweredStreams(Http2Connection connection) {
        this.connection = connection;
    }

    /** The answer to {@code request} has ended {@code now}, by any clock. Of HTTP/1.1 nothing happens. */
    public static void answered(HttpServerRequest request, long now) {
        if (request.version() == HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase base) {
            AnsweredStreams known = of(base.channel());
            if (known != null && known.connection.stream(request.streamId()) != null) {
                known.streams.put(request.streamId(), new Answered(request, now, request.bytesRead()));
            }
        }
    }

    /**
     * Ends those of {@code channel} that were answered longer ago than {@code longest}. Who has taken the answer and sent
     * {@code leastBytes} of the body since then has as long once more. Answers how many of them it has ended.
     *
     * @param now by the same clock
     */
    public static int endOlder(Channel channel, long now, long longest, long leastBytes) {
        if (!(channel.attr(KEY).get() instanceof AnsweredStreams known)) {
            return 0;
        }
        List<Integer> over = known.over(now, longest, leastBytes);
        over.forEach(id -> HangUp.stream(channel, id));
        return over.size();
    }

    private static @Nullable AnsweredStreams of(Channel channel) {
        if (channel.attr(KEY).get() instanceof AnsweredStreams known) {
            return known;
        }
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        if (handler == null) {
            return null;
        }
        AnsweredStreams made = new AnsweredStreams(handler.connection());
        handler.connection().addListener(made);
        channel.attr(KEY).set(made);
        return made;
    }

    private List<Integer> over(long now, long longest, long leastBytes) {
        List<Answered> older = new ArrayList<>();
        for (Answered each : streams.values()) {
            if (now - each.since <= longest) {
                break;
            }
            older.add(each);
        }
        List<Integer> over = new ArrayList<>();
        for (Answered each : older) {
            int id = each.request.streamId();
            streams.remove(id);
            if (isTaken(id) && each.request.bytesRead() - each.received >= leastBytes) {
                streams.put(id, new Answered(each.request, now, each.request.bytesRead()));
            } else {
                over.add(id);
            }
        }
        return over;
    }

    private boolean isTaken(int id) {
        Http2Stream stream = connection.stream(id);
        return stream != null && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        streams.remove(stream.id());
    }
}
