package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Http2Bytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsBoundTest {
    private static final int HEADER_TABLE_SIZE = 1;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private final Http2FrameCodec reader = Http2FrameCodecBuilder.forServer().build();
    private final EmbeddedChannel connection = new EmbeddedChannel(reader);

    SettingsBoundTest() {
        InPortions.in(connection.pipeline());
        come(Http2Bytes.beginning());
    }

    @AfterEach
    void end() {
        connection.finishAndReleaseAll();
    }

    @Test
    void theTableOfHeadsIsNoLargerThanUsualWhateverTheCallerSays() {
        come(new Http2Bytes().settings(HEADER_TABLE_SIZE, -1));

        assertEquals(SettingsBound.MOST_TABLE, table());
    }

    @Test
    void itMayBeSmaller() {
        come(new Http2Bytes().settings(HEADER_TABLE_SIZE, 100));

        assertEquals(100, table());
    }

    @Test
    void whoSetsItOnAndOnIsCutOff() {
        for (int i = 0; i < SettingsBound.MOST_CHANGES; i++) {
            come(new Http2Bytes().settings(HEADER_TABLE_SIZE, i));
        }
        assertTrue(connection.isOpen());

        come(new Http2Bytes().settings(HEADER_TABLE_SIZE, 4_000));

        assertFalse(connection.isOpen());
    }

    /** Some callers measure their way and change their windows as long as the connection lasts. */
    @Test
    void otherSettingsMayBeSetAsOftenAsTheCallerLikes() {
        for (int i = 0; i < 2 * SettingsBound.MOST_CHANGES; i++) {
            come(new Http2Bytes().settings(INITIAL_WINDOW_SIZE, 65_535 + i));
        }

        assertTrue(connection.isOpen());
    }

    private long table() {
        return reader.encoder().configuration().headersConfiguration().maxHeaderTableSize();
    }

    private void come(Http2Bytes bytes) {
        connection.writeInbound(Unpooled.wrappedBuffer(bytes.all()));
    }
}
