package dev.batchgateway.edge;

import dev.batchgateway.json.Slice;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/** The bytes of a buffer that Vert.x has handed over, which may stand among others in their array: to be read at once. */
final class ReceivedBytes {
    private ReceivedBytes() {}

    /** All bytes of {@code buffer}; not copied, when they are on the heap. */
    static Slice of(Buffer buffer) {
        if (buffer instanceof BufferImpl received && received.byteBuf().hasArray()) {
            ByteBuf bytes = received.byteBuf();
            return Slice.of(bytes.array(), bytes.arrayOffset(), buffer.length());
        }
        return Slice.of(buffer.getBytes());
    }
}
