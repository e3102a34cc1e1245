package dev.batchgateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x' decoder of HTTP/1.1 requests, which bounds the bytes of a head, with a bound for the number of its fields too,
 * and one for what all heads together hold that have begun and not ended. A field takes some {@value #FIELD} bytes, however
 * short it is: the 20 KB that a head may have are 10,000 of them, and more than a megabyte.
 *
 * <p>A head of too many fields is answered like one of too many bytes, with 431. Fields behind a body count with those
 * before it; there the connection ends.
 *
 * <p>A request that asks for HTTP/2 on its connection is served in HTTP/1.1, as if it had not asked (RFC 9110, 7.8). Vert.x
 * would take its body in without any bound. Who wants HTTP/2 begins with it, or agrees on it by TLS.
 */
final class BoundedHeads extends VertxHttpRequestDecoder {
    /** Most fields of a request: what Apache's httpd ({@code LimitRequestFields}) and Envoy take by default. */
    static final int MOST_FIELDS = 100;
    /** About what one takes beside its bytes. */
    static final int FIELD = 128;
    /** Not worth a smaller buffer, and less than what a request counts, in bytes. */
    private static final int LITTLE = 1024;

    private static final AsciiString HTTP2_IN_THE_CLEAR = AsciiString.cached("h2c");
    private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");

    private final ConnectionShare share;
    private int fields;
    /** What is kept of a message that is not whole yet: its lines, and about their bytes. */
    private int lines;

    private long bytes;
    /** What comes on is dropped. */
    private boolean isRefused;

    BoundedHeads(HttpServerOptions options, ConnectionShare share) {
        super(options);
        this.share = share;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        fields = 0;
        lines = 1;
        return super.createMessage(initialLine);
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (++fields > MOST_FIELDS) {
            throw new TooLongHttpHeaderException("A request has more than " + MOST_FIELDS + " fields");
        }
        lines++;
        return super.splitHeaderName(line, start, length);
    }

    /** What was read at once of a connection that somebody has ended meanwhile is for nobody. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (!context.channel().isActive()) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        int before = buffer.readerIndex();
        super.decode(context, buffer, out);
        out.forEach(this::look);
        if (!out.isEmpty() || isRefused) {
            lines = 0;
            bytes = 0;
        } else if (lines > 0) {
            bytes += buffer.readerIndex() - before;
        }
    }

    private void look(Object message) {
        isRefused |=
                message instanceof HttpObject object && object.decoderResult().isFailure();
        if (message instanceof HttpRequest request
                && request.headers().contains(HttpHeaderNames.UPGRADE, HTTP2_IN_THE_CLEAR, true)) {
            request.headers().remove(HttpHeaderNames.UPGRADE).remove(HTTP2_SETTINGS);
        }
    }

    /** Once for all that was read. What is left of it is kept in its buffer. */
    @Override
    protected void callDecode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        super.callDecode(context, in, out);
        if (context.isRemoved()) {
            return;
        }
        shrink(in);
        long left = in.isReadable() ? in.capacity() : 0;
        if (!share.begun.set(bytes + (long) lines * FIELD + left) && !isBetweenPieces(left)) {
            share.hangUp();
        }
    }

    /** However little of it was left: without this, three bytes of a line would keep the 64 KB they came in. */
    private static void shrink(ByteBuf in) {
        if (in.isReadable()
                && in.capacity() > LITTLE
                && in.readableBytes() < in.capacity() / 2
                && in.refCnt() == 1
                && !in.isReadOnly()) {
            in.discardReadBytes();
            in.capacity(in.readableBytes());
        }
    }

    /** In the line between two pieces of a body, whose request has its place, and which is no reason to end it. */
    private boolean isBetweenPieces(long left) {
        return lines == 0 && left <= LITTLE && share.requests.bytes() > 0;
    }
}
