package dev.batchgateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import org.jspecify.annotations.Nullable;

/**
 * Waits at a new connection until Vert.x has found out what it speaks, and has {@link BoundedHeads} read HTTP/1.1. Vert.x
 * tells nobody when that is: in the middle of the first bytes, which are therefore handed on one by one; behind TLS, when
 * the first of them are deciphered. Until then it counts what has come, and of TLS what has come of a record that is not
 * whole, as long as the connection lasts.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
    /**
     * What each connection of HTTP/2 counts, in bytes. Of frames and heads that are not whole it may hold seven times as
     * much; there would have to be very many that do.
     */
    static final long HTTP_2 = 8 * 1024;

    /** What may be held of a connection until it is known what it speaks, in bytes, about: a record of TLS, twice. */
    private static final long MOST = 32 * 1024;
    /** Whose beginning has another one's line in it is none of HTTP/1.1. */
    private static final int LINE_OF_HTTP_2 = "PRI * HTTP/2.0".length();

    private static final String TLS = "ssl";
    private static final String OUTER = "first-bytes";
    private static final String INNER = "first-bytes-of-tls";

    private final ConnectionShare share;
    private final HttpServerOptions options;
    /** Of the one behind TLS, the one before it. */
    private final @Nullable FirstBytes outer;
    /** Bytes that look like the beginning of HTTP/2. */
    private int alike;
    /** Those of a connection with TLS, which are followed as long as it lasts. */
    private @Nullable TlsRecords records;
    /** What the reader of a connection with TLS may hold, in bytes; less than nothing as long as it is not known. */
    private long ofReader = -1;

    private FirstBytes(ConnectionShare share, HttpServerOptions options, @Nullable FirstBytes outer) {
        this.share = share;
        this.options = options;
        this.outer = outer;
    }

    /** At the beginning of {@code pipeline}, in which nothing else must be yet. */
    static void waitAt(ChannelPipeline pipeline, ConnectionShare share, HttpServerOptions options) {
        pipeline.addLast(OUTER, new FirstBytes(share, options, null));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        long kept = kept(bytes);
        handOn(context, bytes);
        if (!context.isRemoved() && outer == null && !share.arriving.set(ofReader < 0 ? kept : behindTls())) {
            share.hangUp();
        }
    }

    /** Who puts the pieces together keeps the first buffer, and lets it grow to a power of two. */
    private long kept(ByteBuf bytes) {
        long before = share.arriving.bytes();
        return Math.min(MOST, before == 0 ? bytes.capacity() : before + 2L * bytes.readableBytes());
    }

    /** Who sends a request is counted by that, and mostly in the middle of a record. */
    private long behindTls() {
        return ofReader + (records == null || share.requests.bytes() > 0 ? 0 : 2L * records.begun());
    }

    private void handOn(ChannelHandlerContext context, ByteBuf bytes) {
        while (!isSettled(context) && bytes.readableBytes() > 1) {
            look(context);
            context.fireChannelRead(bytes.readRetainedSlice(1));
        }
        look(context);
        if (records == null || records.follow(bytes)) {
            context.fireChannelRead(bytes);
            isSettled(context);
        } else {
            bytes.release();
            HangUp.now(context.channel());
        }
    }

    private void look(ChannelHandlerContext context) {
        alike += context.pipeline().context(Http1xOrH2CHandler.class) == null ? 0 : 1;
    }

    /** Whether nothing has to be handed on one by one any more. */
    private boolean isSettled(ChannelHandlerContext context) {
        if (context.isRemoved() || records != null) {
            return true;
        }
        ChannelPipeline pipeline = context.pipeline();
        if (outer == null && pipeline.get(TLS) != null) {
            pipeline.addAfter(TLS, INNER, new FirstBytes(share, options, this));
            records = new TlsRecords();
            return true;
        }
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (decoder != null) {
            if (!(decoder.handler() instanceof BoundedHeads)) {
                pipeline.replace(decoder.name(), decoder.name(), new BoundedHeads(options, share));
            }
            leave(pipeline, 0);
            endIfMixed(context);
            return true;
        }
        if (pipeline.context(Http2ConnectionHandler.class) != null) {
            InPortions.in(pipeline);
            leave(pipeline, HTTP_2);
            return true;
        }
        return false;
    }

    /** The line went to the decoder that was there before, and the next one would take its fields for a line. */
    private void endIfMixed(ChannelHandlerContext context) {
        if (alike > LINE_OF_HTTP_2) {
            HangUp.now(context.channel());
        }
    }

    /** It is known who reads, and may hold so many bytes. Behind TLS the outer one stays, and counts. */
    private void leave(ChannelPipeline pipeline, long held) {
        if (outer == null) {
            pipeline.remove(this);
            if (!share.arriving.set(held)) {
                share.hangUp();
            }
        } else {
            pipeline.remove(this);
            outer.ofReader = held;
        }
    }
}
