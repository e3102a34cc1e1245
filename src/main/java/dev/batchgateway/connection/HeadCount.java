package dev.batchgateway.connection;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the head of one request in the {@link ConnectionRoom} as long as the request is under way. Confined to its event
 * loop.
 */
public final class HeadCount {
    /** What came of it. */
    public enum Result {
        /** It is counted, or connections are not. */
        COUNTED,
        /** It has more fields than a request may have, which in HTTP/1.1 comes to nobody. */
        TOO_MANY_FIELDS,
        /** Connections hold too much already. */
        NO_ROOM,
        /** The same, and so much waits on its connection of HTTP/2 to be refused that it was ended. */
        CUT
    }

    /** About what a request takes beside its head, and what its stream takes in HTTP/2. */
    private static final int REQUEST = 1024;

    private static final int STREAM = 2048;
    /** About what the most fields take that HTTP/2 lets through: {@code quarkus.http.limits.max-header-list-size}. */
    private static final long MANY = 1_280L * BoundedHeads.FIELD;

    private final HttpServerRequest request;
    private final @Nullable ConnectionShare share;
    private final long bytes;
    private final Result result;

    private HeadCount(HttpServerRequest request) {
        this.request = request;
        this.share = ConnectionShare.of(request);
        int fields = 0;
        long size = (long) (isAlone() ? REQUEST : STREAM) + request.uri().length();
        // No further than that: of HTTP/2, each field that is looked at is held as a text, too.
        for (Iterator<Map.Entry<String, String>> all = request.headers().iterator();
                all.hasNext() && fields <= BoundedHeads.MOST_FIELDS;
                fields++) {
            Map.Entry<String, String> field = all.next();
            size += BoundedHeads.FIELD
                    + field.getKey().length()
                    + field.getValue().length();
        }
        boolean isTooMany = fields > BoundedHeads.MOST_FIELDS;
        this.bytes = isTooMany ? MANY : size;
        this.result = isCounted() ? isTooMany ? Result.TOO_MANY_FIELDS : Result.COUNTED : refused();
    }

    private boolean isCounted() {
        if (share == null) {
            return true;
        }
        StreamHeads streams = isAlone() ? null : share.streams();
        return streams == null ? share.requests.set(bytes) : streams.hold(request.streamId(), bytes);
    }

    private Result refused() {
        if (share == null || isAlone()) {
            return Result.NO_ROOM;
        }
        StreamHeads streams = share.streams();
        if (streams == null || streams.refuse(request.streamId(), bytes)) {
            return Result.NO_ROOM;
        }
        share.hangUp();
        return Result.CUT;
    }

    /**
     * That of {@code request}, which has just come: in HTTP/1.1 until {@link OneByOne} has seen the end of both its body
     * and its answer, in HTTP/2 as long as there is its stream.
     */
    public static HeadCount of(HttpServerRequest request) {
        return new HeadCount(request);
    }

    /** What came of it. */
    public Result result() {
        return result;
    }

    /** Whether it is much longer than heads usually are. */
    public boolean isLarge() {
        return bytes > ConnectionRoom.LITTLE;
    }

    /** Most fields of a request. */
    public int mostFields() {
        return BoundedHeads.MOST_FIELDS;
    }

    private boolean isAlone() {
        return request.version() != HttpVersion.HTTP_2;
    }
}
