package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.json.Slice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReceivedBytesTest {
    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void bytesInAnArrayAreNotCopied() {
        Buffer buffer = BufferImpl.buffer(Unpooled.wrappedBuffer(BYTES));

        Slice bytes = ReceivedBytes.of(buffer);

        assertEquals("0123456789", bytes.toString());
        assertTrue(bytes.isBeside(Slice.of(BYTES)));
    }

    @Test
    void aPartOfAnArrayIsThatPart() {
        Buffer part = BufferImpl.buffer(Unpooled.wrappedBuffer(BYTES, 2, 6));

        assertEquals("234567", ReceivedBytes.of(part).toString());
        assertTrue(ReceivedBytes.of(part).isBeside(Slice.of(BYTES)));
        assertEquals("34", ReceivedBytes.of(part.slice(1, 3)).toString());
    }

    @Test
    void roomThatABufferHasLeftIsNoneOfItsBytes() {
        assertEquals(
                "012", ReceivedBytes.of(Buffer.buffer(64).appendString("012")).toString());
        assertEquals("", ReceivedBytes.of(Buffer.buffer()).toString());
    }

    @Test
    void bytesOutsideOfTheHeapAreCopied() {
        ByteBuf direct = Unpooled.directBuffer().writeBytes(BYTES);

        Slice bytes = ReceivedBytes.of(BufferImpl.buffer(direct));

        direct.setByte(3, 'x');
        assertEquals("0123456789", bytes.toString());
        assertFalse(direct.hasArray());
        direct.release();
    }
}
