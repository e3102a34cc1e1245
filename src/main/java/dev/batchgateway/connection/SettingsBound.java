package dev.batchgateway.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Bounds what a caller of HTTP/2 can make its connection keep of the heads of answers. They go into a table that is as
 * large as the caller says (RFC 7541, 4.2), and each time it says so anew, that is noted until the next head.
 */
final class SettingsBound extends Http2FrameListenerDecorator {
    /** Of the table, in bytes: what it has where the caller says nothing (RFC 9113, 6.5.2). */
    static final long MOST_TABLE = 4_096;
    /** Times a caller may set its size, some of which do so with each other setting. */
    static final int MOST_CHANGES = 1_000;

    private final Http2ConnectionHandler reader;
    private int changes;

    private SettingsBound(Http2ConnectionHandler reader, Http2FrameListener listener) {
        super(listener);
        this.reader = reader;
    }

    /** At {@code reader}, once; to be called again and again, because Vert.x changes its listener with the first settings. */
    static void at(Http2ConnectionHandler reader) throws Http2Exception {
        Http2FrameListener listener = reader.decoder().frameListener();
        if (!(listener instanceof SettingsBound)) {
            SettingsBound bound = new SettingsBound(reader, listener);
            bound.shrink();
            reader.decoder().frameListener(bound);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        shrink();
        if (settings.headerTableSize() != null && ++changes > MOST_CHANGES) {
            HangUp.now(context.channel());
        } else {
            super.onSettingsRead(context, settings);
        }
    }

    private void shrink() throws Http2Exception {
        Http2HeadersEncoder.Configuration table =
                reader.encoder().configuration().headersConfiguration();
        if (table.maxHeaderTableSize() > MOST_TABLE) {
            table.maxHeaderTableSize(MOST_TABLE);
        }
    }
}
