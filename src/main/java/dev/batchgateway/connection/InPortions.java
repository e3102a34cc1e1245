package dev.batchgateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Hands on what was read of a connection of HTTP/2 in portions, and what is left of it to nobody when the connection is
 * ended in between. Netty takes apart all of what was read at once, ended or not, and a field of a head, which can be one
 * byte there, takes a hundred then. Each portion is a copy, so that of a frame that is not whole no more is kept than has
 * come of it.
 */
final class InPortions extends ChannelInboundHandlerAdapter {
    /** Of one, in bytes. */
    static final int LENGTH = 4 * 1024;

    private static final String NAME = "in-portions";

    private final Http2ConnectionHandler reader;

    private InPortions(Http2ConnectionHandler reader) {
        this.reader = reader;
    }

    /** Before the one who reads HTTP/2 in {@code pipeline}, once. Does nothing if there is none. */
    static void in(ChannelPipeline pipeline) {
        ChannelHandlerContext reader = pipeline.context(Http2ConnectionHandler.class);
        if (reader != null && pipeline.get(NAME) == null) {
            pipeline.addBefore(reader.name(), NAME, new InPortions((Http2ConnectionHandler) reader.handler()));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Http2Exception {
        if (message instanceof ByteBuf bytes) {
            try {
                handOn(context, bytes);
            } finally {
                bytes.release();
            }
        } else {
            context.fireChannelRead(message);
        }
    }

    private void handOn(ChannelHandlerContext context, ByteBuf bytes) throws Http2Exception {
        while (bytes.isReadable() && context.channel().isActive()) {
            int length = Math.min(LENGTH, bytes.readableBytes());
            context.fireChannelRead(context.alloc().buffer(length).writeBytes(bytes, length));
            SettingsBound.at(reader);
        }
    }
}
