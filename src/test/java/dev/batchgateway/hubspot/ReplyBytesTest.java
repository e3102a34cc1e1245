package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ReplyBytesTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7};

    @Test
    void readsAllThatIsThere() throws IOException {
        assertArrayEquals(BYTES, ReplyBytes.of(new ByteArrayInputStream(BYTES)));
        assertArrayEquals(new byte[0], ReplyBytes.of(new ByteArrayInputStream(new byte[0])));
    }

    @Test
    void readsMoreThanIsPromised() throws IOException {
        assertArrayEquals(BYTES, ReplyBytes.of(promising(0)));
        assertArrayEquals(BYTES, ReplyBytes.of(promising(3)));
        assertArrayEquals(BYTES, ReplyBytes.of(promising(6)));
    }

    @Test
    void readsLessThanIsPromised() throws IOException {
        assertArrayEquals(BYTES, ReplyBytes.of(promising(20)));
    }

    private static InputStream promising(int available) {
        return new ByteArrayInputStream(BYTES) {
            @Override
            public int available() {
                return available;
            }
        };
    }
}
